import 'reflect-metadata';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../app.module.js';
import { DomainError, toWire } from '../../kernel/index.js';
import { CreateAdmin, IdentityModule, RegistrationDto } from '../../modules/identity/index.js';
import type { Config } from '../../platform/config/index.js';
import { StartFailure } from '../../platform/embedded-postgres/index.js';
import { DtoPipe } from '../../platform/http/index.js';
import { runProcess, startDatabase, type Running } from '../../startup.js';

const USAGE =
  'npm run -s admin:create -- --email <address> [--name <name>] [--country <DE>] [--another] < file-with-the-password';

/** Makes the first administrator of a marketplace; the password comes through standard input only. */
await runProcess(async (config, running) => {
  const { values } = argumentsOf(process.argv.slice(2));
  const { email, name = 'Administrator', country = 'US', another = false } = values;
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  const userId = await registrationOf({ email, password, displayName: name, country })
    .then(async (person) => (await verb(config, running)).run(person, { another }))
    .catch((error: unknown) => {
      throw error instanceof DomainError ? new StartFailure(refusal(error)) : error;
    });
  process.stdout.write(`${toWire('usr', userId)} is an administrator and signs in at POST /v1/sessions.\n`);
  await running.stop();
});

function argumentsOf(args: string[]) {
  try {
    const options = { email: { type: 'string' }, name: { type: 'string' }, country: { type: 'string' } } as const;
    const parsed = parseArgs({ args, options: { ...options, another: { type: 'boolean' } } });
    if (parsed.values.email !== undefined) return parsed;
  } catch (error) {
    throw new StartFailure(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
  throw new StartFailure(USAGE);
}

/** The same bounds as for everybody who registers. */
async function registrationOf(body: object): Promise<RegistrationDto> {
  return (await new DtoPipe().transform(body, { type: 'body', metatype: RegistrationDto })) as RegistrationDto;
}

async function verb(config: Config, running: Running): Promise<CreateAdmin> {
  if (!config.databaseUrl) throw new StartFailure('Name the database of the marketplace with DATABASE_URL');
  const databaseUrl = await startDatabase(config, running);
  const root = AppModule.of({ ...config, databaseUrl, role: 'api' }, [IdentityModule]);
  const app = await NestFactory.createApplicationContext(root, { logger: ['error'], abortOnError: false });
  running.add(() => app.close());
  return app.get(CreateAdmin, { strict: false });
}

function refusal(error: DomainError): string {
  const fields = error.errors.map(({ pointer, message }) => `${pointer.slice(1)} ${message}`);
  return [error.message, ...fields].join('\n');
}
