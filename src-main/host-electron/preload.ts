import { ipcRenderer } from 'electron';
import { relayPort } from './relay-port.ts';

relayPort(ipcRenderer, window);
