/** What the host needs to know about its process. */
export interface Surroundings {
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  /** The application's folder or app.asar. */
  root: string;
}
