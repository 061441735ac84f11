import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

interface Compose {
  services: Record<
    string,
    {
      image?: string;
      command?: string[];
      environment?: Record<string, string>;
      depends_on?: object;
      network_mode?: string;
      ports?: string[];
    }
  >;
}

describe('docker-compose.yml', () => {
  let compose: Compose;
  let scripts: Record<string, string>;

  beforeAll(async () => {
    compose = parse(await readFile('docker-compose.yml', 'utf8'), { merge: true }) as Compose;
    scripts = (JSON.parse(await readFile('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;
  });

  it('starts PostgreSQL, Redis, the API and the worker', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'install', 'postgres', 'redis', 'worker']);
    expect(Object.values(compose.services).every((service) => typeof service.image === 'string')).toBe(true);
  });

  it('runs only commands that package.json has', () => {
    const commands = ['install', 'api', 'worker'].map((name) => (compose.services[name]?.command ?? []).join(' '));

    expect(commands).toEqual(['npm ci', 'npm start', 'npm run start:worker']);
    expect(scripts).toHaveProperty('start');
    expect(scripts).toHaveProperty('start:worker');
  });

  it('depends only on services it declares', () => {
    const named = Object.values(compose.services).flatMap((service) => Object.keys(service.depends_on ?? {}));

    expect(named.filter((name) => !(name in compose.services))).toEqual([]);
  });

  it('lets the worker reach the stand-in provider, which answers on the loopback address beside the API', () => {
    const { api, worker } = compose.services;

    expect(worker?.network_mode).toBe('service:api');
    expect(worker?.environment?.SOUK_PROVIDER_URL).toBe(`http://127.0.0.1:${api?.environment?.SOUK_PROVIDER_PORT}`);
  });

  it('offers a sandbox, in which everybody may be an administrator, to its own machine only', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);

    expect(ports).toEqual(['127.0.0.1:3000:3000']);
  });

  it('sets only settings that .env.example explains', async () => {
    const explained = await readFile('.env.example', 'utf8');
    const own = ['api', 'worker'].flatMap((name) => Object.keys(compose.services[name]?.environment ?? {}));

    expect(own.filter((name) => !explained.includes(`${name}=`))).toEqual([]);
  });
});
