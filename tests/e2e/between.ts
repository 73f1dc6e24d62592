import type { Page, WebSocketRoute } from '@playwright/test';

/** Stands between page and engine: what the engine says of the working time is rewritten, and a lock can be held up. */
export interface Between {
  /** Minutes worked, as the page is told; null: as the engine says. */
  workedMinutes: number | null;
  lockTakesMs: number;
}

export async function standBetween(page: Page): Promise<Between> {
  const between: Between = { workedMinutes: null, lockTakesMs: 0 };
  await page.routeWebSocket(/\/engine$/, (socket: WebSocketRoute) => {
    const engine = socket.connectToServer();
    socket.onMessage((message) => {
      const locks = message.toString().includes('vault/lock');
      if (locks && between.lockTakesMs > 0) setTimeout(() => engine.send(message), between.lockTakesMs);
      else engine.send(message);
    });
    engine.onMessage((message) => {
      if (between.workedMinutes === null || !message.toString().includes('workedMs'))
        return socket.send(message);
      const told = message
        .toString()
        .replace(/"workedMs":\d+(\.\d+)?/, `"workedMs":${between.workedMinutes * 60_000}`);
      socket.send(typeof message === 'string' ? told : Buffer.from(told));
    });
  });
  return between;
}
