import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { FieldCipher } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { VerificationOpen } from './sellers.errors.js';
import type { LegalIdentity } from './sellers.repository.js';
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
  /** Of a seller that was verified before and stays what it is. */
  readonly isRenewal: boolean;
}

/** A submission with the name and tax id that it is about, where these are not the seller's yet. */
export interface Submission extends Verification {
  readonly identity: LegalIdentity | undefined;
}

interface SealedVerification extends Verification {
  readonly identitySealed: string | null;
}

export interface NewSubmission {
  readonly verificationId: Id<'vrf'>;
  readonly sellerId: Id<'sel'>;
  readonly documents: readonly SubmittedDocument[];
  readonly submittedAt: Date;
  /** Of a renewal. */
  readonly identity?: LegalIdentity;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly missing: readonly DocumentKind[];
  readonly reason?: string;
  readonly by: string;
  readonly at: Date;
}

const COLUMNS = `id as "verificationId", seller_id as "sellerId", documents, submitted_at as "submittedAt",
  needs_operator as "needsOperator", outcome, missing, reason, decided_at as "decidedAt",
  is_renewal as "isRenewal"`;

const identityContext = (id: string): string => `seller_verifications.identity.${id}`;

const insert = statement<[string, string, string, string, Date, boolean, string | null], never>(
  'sellers.insert-verification',
  `insert into seller_verifications (id, seller_id, documents, submitted_by, submitted_at, is_renewal, identity_sealed)
   values ($1, $2, $3::jsonb, $4, $5, $6, $7)`,
);

const find = statement<[id: string], SealedVerification>(
  'sellers.find-verification',
  `select ${COLUMNS}, identity_sealed as "identitySealed" from seller_verifications where id = $1`,
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

type DecisionInput = [string, Outcome, readonly string[], string | null, string, Date];

const decide = statement<DecisionInput, Decided & { identitySealed: string | null }>(
  'sellers.decide-verification',
  `update seller_verifications set outcome = $2, missing = $3, reason = $4, decided_by = $5, decided_at = $6
    where id = $1 and outcome is null
   returning seller_id as "sellerId", is_renewal as "isRenewal", identity_sealed as "identitySealed"`,
);

const askOperator = statement<[id: string], never>(
  'sellers.verification-needs-operator',
  'update seller_verifications set needs_operator = true where id = $1 and outcome is null',
);

/** What was decided about; the identity of a renewal counts once it is verified. */
export interface Decided {
  readonly sellerId: Id<'sel'>;
  readonly isRenewal: boolean;
}

/** Submissions for verification; each is decided once. */
@Injectable()
export class VerificationsRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  /** @throws VerificationOpen while another submission waits */
  async insert(tx: Tx, submission: NewSubmission, by: string): Promise<void> {
    const { verificationId, sellerId, documents, submittedAt, identity } = submission;
    const sealed = identity ? this.cipher.seal(JSON.stringify(identity), identityContext(verificationId)) : null;
    const isRenewal = sealed !== null;
    try {
      await query(tx, insert, [
        ...([verificationId, sellerId, JSON.stringify(documents), by] as const),
        submittedAt,
        isRenewal,
        sealed,
      ]);
    } catch (error) {
      if (violatedConstraint(error) === 'seller_verifications_one_open') throw new VerificationOpen({});
      throw error;
    }
  }

  async find(verificationId: string): Promise<Submission | undefined> {
    const row = await this.db.queryOne(find, [verificationId]);
    if (!row) return undefined;
    const { identitySealed, ...verification } = row;
    return { ...verification, identity: this.identityOf(verificationId, identitySealed) };
  }

  /** The last submission of each seller that has made one. */
  latestOf(sellerIds: readonly string[], tx?: Tx): Promise<Verification[]> {
    return tx ? query(tx, latest, [sellerIds]) : this.db.query(latest, [sellerIds]);
  }

  async openOf(tx: Tx, sellerId: string): Promise<Id<'vrf'> | undefined> {
    return (await queryOne(tx, open, [sellerId]))?.verificationId;
  }

  /** Whose submission was decided; `undefined` when it had been decided before. */
  async decide(
    tx: Tx,
    verificationId: string,
    decision: Decision,
  ): Promise<(Decided & Pick<Submission, 'identity'>) | undefined> {
    const { outcome, missing, reason = null, by, at } = decision;
    const row = await queryOne(tx, decide, [verificationId, outcome, missing, reason, by, at]);
    if (!row) return undefined;
    const { sellerId, isRenewal, identitySealed } = row;
    return { sellerId, isRenewal, identity: this.identityOf(verificationId, identitySealed) };
  }

  private identityOf(verificationId: string, sealed: string | null): LegalIdentity | undefined {
    return sealed === null
      ? undefined
      : (JSON.parse(this.cipher.open(sealed, identityContext(verificationId))) as LegalIdentity);
  }

  async askOperator(tx: Tx, verificationId: string): Promise<void> {
    await query(tx, askOperator, [verificationId]);
  }
}
