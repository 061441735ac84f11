import { fastify, type FastifyReply } from 'fastify';
import pg from 'pg';
import { fromWire } from '../../src/kernel/index.js';
import type { Db, Statement } from '../../src/platform/database/index.js';
import { BrowseRepository, type CardRow } from '../../src/modules/listings/browse.repository.js';
import { cardAnswer, detailAnswer } from '../../src/modules/listings/public-listing.domain.js';
import {
  PublishedListingsRepository,
  type DetailRow,
} from '../../src/modules/listings/published-listings.repository.js';
import { searchConditions, type SearchConditions } from '../../src/modules/listings/search-tokens.domain.js';

/**
 * The limit of the public reads: Fastify and one prepared statement, nothing else. The statements are those of the
 * product, taken from its repositories; the answers have the same bytes, but for the cursor, which is not signed.
 */
interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** What the repository would send to the database. */
function statementOf(call: (db: Db) => unknown): Prepared {
  let sent: Prepared | undefined;
  const record = (statement: Statement<readonly unknown[], unknown>): Promise<never[]> => {
    sent = { name: statement.name, text: statement.text };
    return Promise.resolve([]);
  };
  call({ query: record, queryOne: record } as unknown as Db);
  if (!sent) throw new Error('The repository sent nothing');
  return sent;
}

const ANY = '00000000-0000-7000-8000-000000000000';
const PAGE = 20;
const detail = statementOf((db) => new PublishedListingsRepository(db).detail(ANY as never));
const newest = statementOf((db) => new BrowseRepository(db).browse({}, '-publishedAt', undefined, PAGE + 1));
const ofSeller = statementOf((db) =>
  new BrowseRepository(db).browse({ sellerId: ANY }, '-publishedAt', undefined, PAGE + 1),
);
const search = statementOf((db) =>
  new BrowseRepository(db).search({ match: '', near: '', rank: '' }, undefined, PAGE + 1),
);

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const rowsOf = async <R>(statement: Prepared, values: readonly unknown[]): Promise<R[]> => {
  const result = await pool.query({ ...statement, values: [...values] });
  return result.rows as R[];
};

const CURSOR = 'x'.repeat(110);

function page(rows: readonly CardRow[]): string {
  const hasMore = rows.length > PAGE;
  const end = JSON.stringify({ hasMore, nextCursor: hasMore ? CURSOR : null });
  return `{"data":[${rows.slice(0, PAGE).map(cardAnswer).join(',')}],"page":${end}}`;
}

const json = (reply: FastifyReply, text: string): FastifyReply =>
  reply.header('content-type', 'application/json; charset=utf-8').send(text);

const conditions = new Map<string, SearchConditions>();

function conditionsOf(q: string): SearchConditions {
  const known = conditions.get(q) ?? searchConditions(q);
  if (!known) throw new Error('A query without words');
  conditions.set(q, known);
  return known;
}

const app = fastify();
app.get('/health/ready', () => ({ status: 'ready' }));
app.get<{ Params: { id: string } }>('/v1/listings/:id', async (request, reply) => {
  const [row] = await rowsOf<DetailRow>(detail, [fromWire('lst', request.params.id)]);
  return row ? json(reply, detailAnswer(row)) : reply.code(404).send();
});
app.get<{ Querystring: { sellerId?: string } }>('/v1/listings', async (request, reply) => {
  const { sellerId } = request.query;
  const rows = sellerId
    ? await rowsOf<CardRow>(ofSeller, [PAGE + 1, fromWire('sel', sellerId)])
    : await rowsOf<CardRow>(newest, [PAGE + 1]);
  return json(reply, page(rows));
});
app.get<{ Querystring: { q: string } }>('/v1/listings/search', async (request, reply) => {
  const { match, near, rank } = conditionsOf(request.query.q);
  return json(reply, page(await rowsOf<CardRow>(search, [match, near, rank, null, null, PAGE + 1])));
});
process.once('SIGTERM', () => void app.close().then(() => pool.end()));
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
