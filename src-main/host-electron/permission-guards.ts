import type { Session } from 'electron';
import { isPageAddress } from './trusted-frame.ts';

/**
 * The only permission the page gets: to put text on the clipboard when the user presses a copy button. Chromium demands
 * a user gesture for it, and `ClipboardGuard` removes the text again.
 */
const CLIPBOARD_WRITE = 'clipboard-sanitized-write';

export interface PermissionQuestion {
  permission: string;
  isMainFrame: boolean;
  requestingUrl: string | undefined;
}

/** Whether our page may write to the clipboard; every other request is refused. */
export const isPermitted = ({ permission, isMainFrame, requestingUrl }: PermissionQuestion): boolean =>
  permission === CLIPBOARD_WRITE &&
  isMainFrame &&
  requestingUrl !== undefined &&
  isPageAddress(requestingUrl);

/**
 * Refuses every permission and every device (Electron security checklist 5: by default Electron grants them all).
 * @param onClipboardWrite called when the page is about to write to the clipboard
 */
export function guardPermissions(session: Session, onClipboardWrite: () => void): void {
  const decide = (question: PermissionQuestion) => {
    const permitted = isPermitted(question);
    if (permitted) onClipboardWrite();
    return permitted;
  };
  session.setPermissionCheckHandler((_contents, permission, _origin, details) =>
    decide({ permission, isMainFrame: details.isMainFrame, requestingUrl: details.requestingUrl }),
  );
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(decide({ permission, isMainFrame: details.isMainFrame, requestingUrl: details.requestingUrl })),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback(null);
  });
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('file-system-access-restricted', (_event, _details, callback) => callback('deny'));
}
