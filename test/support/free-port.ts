import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems give to connections and to servers that ask for any port, so that only a wish can meet it. */
const LOWEST = 12_000;
const HIGHEST = 32_000;

/** For a process that has to be told its port; a server of this process listens at 0 and asks what it got. */
export async function freePort(): Promise<number> {
  const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
  const probe = createServer().listen(port, '127.0.0.1');
  const isFree = await once(probe, 'listening').then(
    () => true,
    () => false,
  );
  if (!isFree) return freePort();
  probe.close();
  await once(probe, 'close');
  return port;
}
