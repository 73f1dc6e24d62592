/** What the host is told of the process it runs in. */
export interface Surroundings {
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** The application's folder or app.asar. */
  root: string;
}
