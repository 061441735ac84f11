import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { DocumentKind } from './verification-provider.js';

export type Outcome = 'verified' | 'more_documents' | 'rejected';

export interface SubmittedDocument {
  readonly kind: DocumentKind;
  readonly reference: string;
}

export interface Verification {
  readonly verificationId: Id<'vrf'>;
  readonly sellerId: Id<'sel'>;
  readonly documents: SubmittedDocument[];
  readonly submittedAt: Date;
  readonly needsOperator: boolean;
  readonly outcome: Outcome | null;
  readonly missing: DocumentKind[];
  readonly reason: string | null;
  readonly decidedAt: Date | null;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly missing: readonly DocumentKind[];
  readonly reason?: string;
  readonly by: string;
  readonly at: Date;
}

const COLUMNS = `id as "verificationId", seller_id as "sellerId", documents, submitted_at as "submittedAt",
  needs_operator as "needsOperator", outcome, missing, reason, decided_at as "decidedAt"`;

const insert = statement<[string, string, string, string, Date], never>(
  'sellers.insert-verification',
  `insert into seller_verifications (id, seller_id, documents, submitted_by, submitted_at)
   values ($1, $2, $3::jsonb, $4, $5)`,
);

const find = statement<[id: string], Verification>(
  'sellers.find-verification',
  `select ${COLUMNS} from seller_verifications where id = $1`,
);

const latest = statement<[sellerIds: readonly string[]], Verification>(
  'sellers.latest-verifications',
  `select distinct on (seller_id) ${COLUMNS} from seller_verifications
    where seller_id = any($1::uuid[]) order by seller_id, submitted_at desc, id desc`,
);

const open = statement<[sellerId: string], { verificationId: Id<'vrf'> }>(
  'sellers.open-verification',
  'select id as "verificationId" from seller_verifications where seller_id = $1 and outcome is null',
);

const decide = statement<[string, Outcome, readonly string[], string | null, string, Date], { sellerId: Id<'sel'> }>(
  'sellers.decide-verification',
  `update seller_verifications set outcome = $2, missing = $3, reason = $4, decided_by = $5, decided_at = $6
    where id = $1 and outcome is null returning seller_id as "sellerId"`,
);

const askOperator = statement<[id: string], never>(
  'sellers.verification-needs-operator',
  'update seller_verifications set needs_operator = true where id = $1 and outcome is null',
);

/** Submissions for verification; each is decided once. */
@Injectable()
export class VerificationsRepository {
  constructor(private readonly db: Db) {}

  async insert(
    tx: Tx,
    submission: Pick<Verification, 'verificationId' | 'sellerId' | 'documents' | 'submittedAt'>,
    by: string,
  ): Promise<void> {
    const { verificationId, sellerId, documents, submittedAt } = submission;
    await query(tx, insert, [verificationId, sellerId, JSON.stringify(documents), by, submittedAt]);
  }

  find(verificationId: string): Promise<Verification | undefined> {
    return this.db.queryOne(find, [verificationId]);
  }

  /** The last submission of each seller that has made one. */
  latestOf(sellerIds: readonly string[], tx?: Tx): Promise<Verification[]> {
    return tx ? query(tx, latest, [sellerIds]) : this.db.query(latest, [sellerIds]);
  }

  async openOf(tx: Tx, sellerId: string): Promise<Id<'vrf'> | undefined> {
    return (await queryOne(tx, open, [sellerId]))?.verificationId;
  }

  /** Whose submission was decided; `undefined` when it had been decided before. */
  async decide(tx: Tx, verificationId: string, decision: Decision): Promise<Id<'sel'> | undefined> {
    const { outcome, missing, reason = null, by, at } = decision;
    return (await queryOne(tx, decide, [verificationId, outcome, missing, reason, by, at]))?.sellerId;
  }

  async askOperator(tx: Tx, verificationId: string): Promise<void> {
    await query(tx, askOperator, [verificationId]);
  }
}
