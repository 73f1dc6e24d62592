import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the page both hosts serve. Relative addresses, nothing inlined: the content security policy allows neither. */
export default defineConfig({
  root: 'src-renderer',
  base: './',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: '../dist/page',
    // The workstation, and the page of a receiving desk.
    rolldownOptions: { input: ['src-renderer/index.html', 'src-renderer/desk.html'] },
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    sourcemap: false,
  },
});
