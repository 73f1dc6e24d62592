import { buildPage, prepare } from './prepare.mjs';

prepare();
buildPage();
