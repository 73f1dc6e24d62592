declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  // biome-ignore lint/style/noDefaultExport: the bundler exports CSS modules this way
  export default classes;
}
declare module '*.css';
