import type { INestApplication } from '@nestjs/common';
import { Authenticator } from '../../platform/auth/index.js';
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
const LOOPBACK = '127.0.0.1';

/**
 * Gives a sandbox that listens one principal per role and some goods on sale. Every start may call it: it makes what
 * is missing and answers the same credentials each time. Screening puts the listings on sale once the worker runs.
 * People are made when the sellers and their goods are: where all credentials work, nothing is missing.
 */
export async function seedSandbox(app: Pick<INestApplication, 'get' | 'getUrl'>): Promise<SeededPrincipals> {
  const config = app.get<Config>(CONFIG, { strict: false });
  const credentials = new SeedCredentials(config.secret);
  const mint = app.get(MintPrincipals, { strict: false });
  const missing = await missingOf(app.get(Authenticator, { strict: false }), credentials);
  if (missing.size > 0) {
    const isMissing = ({ name }: { name: string }): boolean => missing.has(name);
    await Promise.all(SELLERS.filter(isMissing).map((seller) => mintSeller(mint, seller, credentials)));
    await seedListings(new SeedApi(await app.getUrl()), (seller) => credentials.tokenOf(seller));
    await Promise.all(PEOPLE.filter(isMissing).map((person) => mintPerson(mint, person, credentials)));
  }
  return [...principalsOf(credentials)];
}

/** Whose credentials open nothing, or not any more. One after the other: one connection to the database is enough. */
async function missingOf(authenticator: Authenticator, credentials: SeedCredentials): Promise<Set<string>> {
  const missing = new Set<string>();
  for (const { name } of [...PEOPLE, ...SELLERS])
    if (!(await authenticator.bySession(credentials.tokenOf(name), LOOPBACK))) missing.add(name);
  return missing;
}

async function mintPerson(mint: MintPrincipals, person: SeedPerson, credentials: SeedCredentials): Promise<void> {
  const { name, displayName, staffRoles } = person;
  await mint.user({ email: `${name}@${DOMAIN}`, displayName, staffRoles, token: credentials.tokenOf(name) });
}

async function mintSeller(mint: MintPrincipals, seller: SeedSeller, credentials: SeedCredentials): Promise<void> {
  const { name, displayName, kind } = seller;
  const owner = { ownerEmail: `${name}@${DOMAIN}`, ownerToken: credentials.tokenOf(name) };
  const key = { withApiKey: kind === 'business', fixedKey: credentials.keyPartsOf(name) };
  await mint.seller({ kind, displayName, ...owner, ...key });
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
