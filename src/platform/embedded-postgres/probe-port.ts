import { createServer, type AddressInfo } from 'node:net';
import { StartFailure } from './start-failure.js';

/** Why nothing listens there, in one line that names the setting to change. */
export function portFailure({ code }: NodeJS.ErrnoException, port: number, setting: string): StartFailure {
  const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${code})`;
  return new StartFailure(`Port ${port} (${setting}) ${why}`);
}

/**
 * Listens for a moment and returns the port: the wanted one, or with 0 a free one.
 * @throws StartFailure when something else listens there; `setting` is the one to change.
 */
export function probePort(port: number, host: string, setting: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(portFailure(error, port, setting)));
    probe.listen(port, host, () => {
      const { port: found } = probe.address() as AddressInfo;
      probe.close(() => resolve(found));
    });
  });
}
