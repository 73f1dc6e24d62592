import type { Page, WebSocketRoute } from '@playwright/test';

/** Stands between page and engine: what the engine says of the working time is rewritten, and a lock can be held up. */
export interface Between {
  /** Minutes worked, as the page is told; null: as the engine says. */
  workedMinutes: number | null;
  lockTakesMs: number;
  /** Work left until a rest is due, as the page is told until a rest is begun; null: as the engine says. */
  restDueInMs: number | null;
}

export async function standBetween(page: Page): Promise<Between> {
  const between: Between = { workedMinutes: null, lockTakesMs: 0, restDueInMs: null };
  await page.routeWebSocket(/\/engine$/, (socket: WebSocketRoute) => {
    const engine = socket.connectToServer();
    socket.onMessage((message) => {
      const locks = message.toString().includes('vault/lock');
      if (locks && between.lockTakesMs > 0) setTimeout(() => engine.send(message), between.lockTakesMs);
      else engine.send(message);
    });
    engine.onMessage((message) => {
      const { workedMinutes, restDueInMs } = between;
      if ((workedMinutes === null && restDueInMs === null) || !message.toString().includes('workedMs'))
        return socket.send(message);
      let told = message.toString();
      if (workedMinutes !== null)
        told = told.replace(/"workedMs":\d+(\.\d+)?/, `"workedMs":${workedMinutes * 60_000}`);
      if (restDueInMs !== null)
        told = told.replace(/"dueInMs":\d+(\.\d+)?,"endsAt":null/, `"dueInMs":${restDueInMs},"endsAt":null`);
      socket.send(typeof message === 'string' ? told : Buffer.from(told));
    });
  });
  return between;
}
