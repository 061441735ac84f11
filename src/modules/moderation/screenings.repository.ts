import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { Band, Features } from '../../platform/rules/index.js';
import type { SubjectType } from './moderation.types.js';
import type { Finding, ScreeningRule } from './screening.js';
import type { Nearest } from './signals.domain.js';
import type { TermLists } from './terms.domain.js';
import { NEAR_DUPLICATE } from './text.domain.js';

export interface ScreeningSetRow {
  readonly version: number;
  readonly groupCaps: Record<string, number>;
  readonly bands: Band[];
  readonly samplePercent: number;
  readonly rules: ScreeningRule[];
  readonly terms: TermLists;
}

export interface ScreeningRow {
  readonly id: string;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly sellerId: string;
  readonly rulesetVersion: number;
  readonly signalSchemaVersion: number;
  /** What was screened, as a moderator has to see it. */
  readonly snapshot: Readonly<Record<string, unknown>>;
  readonly signals: Features;
  readonly found: Readonly<Record<string, readonly string[]>>;
  readonly score: number;
  readonly band: string;
  readonly outcome: string;
  readonly findings: readonly Finding[];
  readonly screenedAt: Date;
}

export interface SubjectText {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly sellerId: string;
  readonly grams: number[];
  readonly bands: number[];
  readonly simHash: string;
  readonly at: Date;
}

export type TextState = 'live' | 'removed';

const liveVersion = statement<[], { version: number }>(
  'moderation.live-version',
  'select max(version) as version from moderation_rulesets',
);

const findSet = statement<[version: number], ScreeningSetRow>(
  'moderation.find-ruleset',
  `select version, group_caps as "groupCaps", bands, sample_percent as "samplePercent", rules, terms
     from moderation_rulesets where version = $1`,
);

/** Candidates share a band and fit in length; the overlap of up to 500 of them is counted. */
const nearest = statement<
  [bands: number[], grams: number[], count: number, subject: string, seller: string, threshold: number],
  Nearest
>(
  'moderation.nearest-texts',
  `with candidates as (
     select seller_id, state, grams, gram_count from moderation_texts
      where bands && $1::int[] and subject_id <> $4 and (state = 'removed' or seller_id <> $5)
        and gram_count between $3 * $6::float8 and $3 / $6::float8
      limit 500)
   select coalesce(max(o.jaccard) filter (where c.seller_id <> $5 and c.state = 'live'), 0)::float8 as others,
          coalesce(max(o.jaccard) filter (where c.state = 'removed'), 0)::float8 as removed
     from candidates c
    cross join lateral (
      select count(*) / ($3 + c.gram_count - count(*))::float8 as jaccard
        from unnest(c.grams) as g where g = any($2::int[])) o`,
);

const saveText = statement<
  [string, string, string, grams: number[], bands: number[], count: number, simhash: string, at: Date],
  never
>(
  'moderation.save-text',
  `insert into moderation_texts (subject_id, subject_type, seller_id, state, grams, bands, gram_count, simhash, updated_at)
   values ($1, $2, $3, 'live', $4, $5, $6, $7, $8)
   on conflict (subject_id) do update set state = 'live', grams = excluded.grams, bands = excluded.bands,
     gram_count = excluded.gram_count, simhash = excluded.simhash, updated_at = excluded.updated_at`,
);

const markText = statement<[subjectId: string, state: TextState, at: Date], never>(
  'moderation.mark-text',
  'update moderation_texts set state = $2, updated_at = $3 where subject_id = $1',
);

const insertScreening = statement<[row: string], never>(
  'moderation.insert-screening',
  `insert into moderation_screenings (id, subject_type, subject_id, seller_id, ruleset_version, signal_schema_version,
                                      snapshot, signals, found, score, band, outcome, findings, screened_at)
   select * from jsonb_to_record($1::jsonb) as s(
     id uuid, subject_type text, subject_id uuid, seller_id uuid, ruleset_version int, signal_schema_version int,
     snapshot jsonb, signals jsonb, found jsonb, score int, band text, outcome text, findings jsonb,
     screened_at timestamptz)`,
);

const latest = statement<[subjectId: string], ScreeningRow>(
  'moderation.latest-screening',
  `select id, subject_type as "subjectType", subject_id as "subjectId", seller_id as "sellerId",
          ruleset_version as "rulesetVersion", signal_schema_version as "signalSchemaVersion", snapshot, signals, found,
          score, band, outcome, findings, screened_at as "screenedAt"
     from moderation_screenings where subject_id = $1 order by id desc limit 1`,
);

const sellerOfOffered = statement<[subjectId: string], { sellerId: string }>(
  'moderation.seller-of-offered',
  `select t.seller_id as "sellerId" from moderation_texts t
    where t.subject_id = $1
      and (exists (select from moderation_screenings s where s.subject_id = $1 and s.outcome = 'publish')
           or exists (select from moderation_cases c where c.subject_id = $1 and c.decision = 'approve'))`,
);

@Injectable()
export class ScreeningsRepository {
  constructor(private readonly db: Db) {}

  async liveVersion(tx: Tx): Promise<number> {
    const row = await queryOne(tx, liveVersion, []);
    return row?.version ?? 0;
  }

  async set(tx: Tx, version: number): Promise<ScreeningSetRow> {
    const row = await queryOne(tx, findSet, [version]);
    if (!row) throw new Error(`No screening rules ${version}`);
    return row;
  }

  async nearest(tx: Tx, text: SubjectText): Promise<Nearest> {
    const { bands, grams, subjectId, sellerId } = text;
    const found = await queryOne(tx, nearest, [bands, grams, grams.length, subjectId, sellerId, NEAR_DUPLICATE]);
    return found ?? { others: 0, removed: 0 };
  }

  async saveText(tx: Tx, text: SubjectText): Promise<void> {
    const { subjectId, subjectType, sellerId, grams, bands, simHash, at } = text;
    await query(tx, saveText, [subjectId, subjectType, sellerId, grams, bands, grams.length, simHash, at]);
  }

  async markText(tx: Tx, subjectId: string, state: TextState, at: Date): Promise<void> {
    await query(tx, markText, [subjectId, state, at]);
  }

  async insert(tx: Tx, row: ScreeningRow): Promise<void> {
    const record = {
      id: row.id,
      subject_type: row.subjectType,
      subject_id: row.subjectId,
      seller_id: row.sellerId,
      ruleset_version: row.rulesetVersion,
      signal_schema_version: row.signalSchemaVersion,
      snapshot: row.snapshot,
      signals: row.signals,
      found: row.found,
      score: row.score,
      band: row.band,
      outcome: row.outcome,
      findings: row.findings,
      screened_at: row.screenedAt.toISOString(),
    };
    await query(tx, insertScreening, [JSON.stringify(record)]);
  }

  /** What is known of a subject; undefined until it was screened. */
  latest(subjectId: string): Promise<ScreeningRow | undefined> {
    return this.db.queryOne(latest, [subjectId]);
  }

  /** The seller of a subject that the public has seen: screening let it through, or a moderator. */
  async sellerOfOffered(tx: Tx, subjectId: string): Promise<string | undefined> {
    const row = await queryOne(tx, sellerOfOffered, [subjectId]);
    return row?.sellerId;
  }
}
