import { describe, expect, it } from 'vitest';
import { createWindow, windowOptions } from '../../../src-main/host-electron/window.ts';
import { electronTypes } from '../../electron-standin/electron-facts.ts';
import { FakeSession, fakeElectron } from './fake-electron.ts';

const session = new FakeSession().real;
const choice = {
  session,
  preload: '/app/preload.cjs',
  packaged: true,
  dark: true,
  menuBar: false,
  icon: null,
};

describe('the window', () => {
  it('has exactly these options', () => {
    expect(windowOptions(choice)).toEqual({
      title: 'Hashline',
      width: 1440,
      height: 900,
      minWidth: 1024,
      minHeight: 700,
      show: false,
      backgroundColor: '#121418',
      webPreferences: {
        session,
        preload: '/app/preload.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        plugins: false,
        webgl: false,
        images: false,
        imageAnimationPolicy: 'noAnimation',
        autoplayPolicy: 'document-user-activation-required',
        navigateOnDragDrop: false,
        spellcheck: false,
        enableWebSQL: false,
        disableDialogs: true,
        safeDialogs: true,
        v8CacheOptions: 'none',
        disableBlinkFeatures:
          'AIPromptAPI,EyeDropperAPI,FileSystemAccessLocal,FontAccess,Notifications,PushMessaging,ScriptedSpeechRecognition,Serial,TranslationAPI,WebBluetooth,WebHID,WebShare,WebUSB',
        devTools: false,
      },
    });
  });

  it('differs where it may: light ground, icon, developer tools', () => {
    const other = windowOptions({ ...choice, packaged: false, dark: false, menuBar: false, icon: '/i.png' });
    expect([other.backgroundColor, other.icon, other.webPreferences?.devTools]).toEqual([
      '#f4f5f7',
      '/i.png',
      true,
    ]);
  });

  it('decides every preference whose default Electron gives as true and that opens something', () => {
    const section = electronTypes.slice(electronTypes.indexOf('  interface WebPreferences {'));
    const body = section.slice(0, section.indexOf('\n  }\n'));
    const onByDefault = [...body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s+(\w+)\?: boolean;/g)]
      .filter(([, text]) =>
        /[Dd]efaults?\s+(?:\*\s+)?(?:is|to)\s+(?:\*\s+)?`true`/.test((text ?? '').replace(/\n\s+\*/g, ' ')),
      )
      .map(([, , name]) => name ?? '');
    const harmless = [
      'backgroundThrottling',
      'focusOnNavigation',
      'javascript',
      'textAreasAreResizable',
      'transparent',
    ];
    const decided = Object.keys(windowOptions(choice).webPreferences ?? {});
    expect(onByDefault.length).toBeGreaterThan(8);
    expect(onByDefault.filter((name) => !decided.includes(name) && !harmless.includes(name))).toEqual([]);
  });

  it('shows itself when it is drawn', () => {
    const { real, windows } = fakeElectron({ userData: '/nowhere' });
    createWindow(real.BrowserWindow, choice);
    expect(windows[0]?.calls).toEqual(['menu bar false']);
    windows[0]?.events.emit('ready-to-show');
    expect(windows[0]?.calls).toEqual(['menu bar false', 'show']);
  });

  it('has a menu bar on macOS alone: elsewhere Alt would bring up an empty one', () => {
    const { real, windows } = fakeElectron({ userData: '/nowhere', platform: 'darwin' });
    createWindow(real.BrowserWindow, { ...choice, menuBar: true });
    expect(windows[0]?.calls).toEqual([]);
  });
});
