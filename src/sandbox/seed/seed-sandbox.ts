import type { INestApplication } from '@nestjs/common';
import { Authenticator } from '../../platform/auth/index.js';
import { Db } from '../../platform/database/index.js';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { MintPrincipals } from '../mint-principals.js';
import { SeedApi } from './seed-api.js';
import { SeedCredentials } from './seed-credentials.js';
import { PEOPLE, SELLERS } from './seed-data.js';
import { seedListings } from './seed-listings.js';
import { SeedPrincipals } from './seed-principals.js';

/** Arbitrary but fixed. */
const LOCK = 7_041_777;

/** A principal that is ready to act, for the lines printed at start. */
export interface SeededPrincipal {
  /** `buyer`, `private seller`, … */
  readonly title: string;
  /** Send it as `Authorization: Bearer …`. */
  readonly credential: string;
  readonly kind: 'token' | 'API key';
}

export type SeededPrincipals = readonly SeededPrincipal[];

/**
 * Gives a sandbox that listens one principal per role and some goods on sale. Every start may call it: it makes what
 * is missing and answers the same credentials each time, and others instead of those that have ended. Screening puts
 * the listings on sale once the worker runs. People are made when the sellers and their goods are: where one of them is
 * in, the goods are there.
 */
export async function seedSandbox(app: Pick<INestApplication, 'get' | 'getUrl'>): Promise<SeededPrincipals> {
  const credentials = new SeedCredentials(app.get<Config>(CONFIG, { strict: false }).secret);
  const mint = app.get(MintPrincipals, { strict: false });
  const principals = new SeedPrincipals(app.get(Authenticator, { strict: false }), mint, credentials);
  if (await principals.isAnyIn(PEOPLE)) return plant(app, principals, true);
  return afterOthers(app.get(Db, { strict: false }), async () =>
    plant(app, principals, await principals.isAnyIn(PEOPLE)),
  );
}

async function plant(
  app: Pick<INestApplication, 'getUrl'>,
  principals: SeedPrincipals,
  isPlanted: boolean,
): Promise<SeededPrincipals> {
  const each = isPlanted ? oneByOne : atOnce;
  const sellers = await each(SELLERS, async (seller) => ({ ...seller, ...(await principals.seller(seller)) }));
  if (!isPlanted) {
    const tokens = new Map(sellers.map(({ name, token }) => [name, token]));
    await seedListings(new SeedApi(await app.getUrl()), (name) => tokens.get(name) ?? '');
  }
  const people = await each(PEOPLE, async (person) => ({ ...person, ...(await principals.person(person)) }));

  const [buyer = [], ...staff] = people.map(({ title, token }): SeededPrincipals => [ofToken(title, token)]);
  const shops = sellers.map(({ title, token, apiKey }) =>
    apiKey === undefined ? ofToken(title, token) : { title, credential: apiKey, kind: 'API key' as const },
  );
  return [...buyer, ...shops, ...staff.flat()];
}

/** Processes that start together plant one after the other, which on a slow machine takes longer than a lock may. */
async function afterOthers<T>(db: Db, work: () => Promise<T>): Promise<T> {
  const connection = await db.pool.connect();
  try {
    await connection.query(`set lock_timeout = '60s'; set statement_timeout = '60s'`);
    await connection.query('select pg_advisory_lock($1)', [LOCK]);
    return await work();
  } finally {
    // The lock ends with the connection.
    connection.release(true);
  }
}

const ofToken = (title: string, credential: string): SeededPrincipal => ({ title, credential, kind: 'token' });

type Each = <T, R>(all: readonly T[], work: (one: T) => Promise<R>) => Promise<R[]>;

const atOnce: Each = (all, work) => Promise.all(all.map((one) => work(one)));

/** Where nothing is to be made, one connection to the database is enough. */
const oneByOne: Each = async (all, work) => {
  const results = [];
  for (const one of all) results.push(await work(one));
  return results;
};
