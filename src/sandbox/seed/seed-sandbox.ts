import type { INestApplication } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { MintPrincipals } from '../mint-principals.js';
import { SeedApi } from './seed-api.js';
import { SeedCredentials } from './seed-credentials.js';
import { PEOPLE, SELLERS, type SeedPerson, type SeedSeller } from './seed-data.js';
import { seedListings } from './seed-listings.js';

/** A principal that is ready to act, for the lines printed at start. */
export interface SeededPrincipal {
  /** `buyer`, `private seller`, … */
  readonly title: string;
  /** Send it as `Authorization: Bearer …`. */
  readonly credential: string;
  readonly kind: 'token' | 'API key';
}

export type SeededPrincipals = readonly SeededPrincipal[];

const DOMAIN = 'sandbox.invalid';

/**
 * Gives a sandbox that listens one principal per role and some goods on sale. Every start may call it: it makes what
 * is missing and answers the same credentials each time. Screening puts the listings on sale once the worker runs.
 */
export async function seedSandbox(app: Pick<INestApplication, 'get' | 'getUrl'>): Promise<SeededPrincipals> {
  const config = app.get<Config>(CONFIG, { strict: false });
  const credentials = new SeedCredentials(config.secret);
  const api = new SeedApi(await app.getUrl());
  const mint = app.get(MintPrincipals, { strict: false });
  await seedPeople(mint, api, credentials);
  await seedListings(api, (seller) => credentials.tokenOf(seller));
  return [...principalsOf(credentials)];
}

async function seedPeople(mint: MintPrincipals, api: SeedApi, credentials: SeedCredentials): Promise<void> {
  const isMissing = async (token: string): Promise<boolean> => (await api.get('/v1/me', token)) === undefined;
  const person = async ({ name, displayName, staffRoles }: SeedPerson): Promise<void> => {
    const token = credentials.tokenOf(name);
    if (await isMissing(token)) await mint.user({ email: `${name}@${DOMAIN}`, displayName, staffRoles, token });
  };
  const seller = async ({ name, displayName, kind }: SeedSeller): Promise<void> => {
    const ownerToken = credentials.tokenOf(name);
    const owner = { ownerEmail: `${name}@${DOMAIN}`, ownerToken };
    const key = { withApiKey: kind === 'business', fixedKey: credentials.keyPartsOf(name) };
    if (await isMissing(ownerToken)) await mint.seller({ kind, displayName, ...owner, ...key });
  };
  await Promise.all([...PEOPLE.map(person), ...SELLERS.map(seller)]);
}

function* principalsOf(credentials: SeedCredentials): Generator<SeededPrincipal> {
  const [buyer, ...staff] = PEOPLE.map(({ name, title }) => ({
    title,
    credential: credentials.tokenOf(name),
    kind: 'token' as const,
  }));
  if (buyer) yield buyer;
  for (const { name, title, kind } of SELLERS) {
    if (kind === 'business') yield { title, credential: credentials.apiKeyOf(name), kind: 'API key' };
    else yield { title, credential: credentials.tokenOf(name), kind: 'token' };
  }
  yield* staff;
}
