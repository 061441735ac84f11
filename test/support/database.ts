import { randomBytes } from 'node:crypto';
import pg from 'pg';

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is missing: tests run through `npm test`');
  return url;
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of one's own: a copy of the migrated template, or an empty one. */
export async function freshDatabase(template: 'souk_template' | 'template0' = 'souk_template'): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(6).toString('hex')}`;
  await admin(`create database ${name} template ${template}`);
  return {
    url: serverUrl().replace(/souk$/, name),
    drop: () => admin(`drop database if exists ${name} with (force)`),
  };
}
