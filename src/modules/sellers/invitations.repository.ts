import { Injectable } from '@nestjs/common';
import type { Id, MemberRole } from '../../kernel/index.js';
import { constantTimeEqual, FieldCipher, sha256 } from '../../platform/crypto/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { defineRetention } from '../../platform/housekeeping/index.js';
import { AlreadyInvited } from './sellers.errors.js';

export interface Invitation {
  readonly invitationId: Id<'mem'>;
  readonly sellerId: Id<'sel'>;
  readonly email: string;
  readonly role: MemberRole;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface NewInvitation extends Invitation {
  /** What accepting takes; the inviter hands it on. */
  readonly acceptanceCode: string;
}

interface Row extends Omit<Invitation, 'email'> {
  readonly emailSealed: string;
}

const COLUMNS = `id as "invitationId", seller_id as "sellerId", email_sealed as "emailSealed", role,
  created_at as "createdAt", expires_at as "expiresAt"`;

const closeExpired = statement<[sellerId: string, emailIndex: string, now: Date], never>(
  'sellers.close-expired-invitation',
  `update seller_invitations set answer = 'withdrawn', answered_at = $3
    where seller_id = $1 and email_index = $2 and answer is null and expires_at <= $3`,
);

const insert = statement<[string, string, string, string, string, string, Date, Date, Buffer], never>(
  'sellers.insert-invitation',
  `insert into seller_invitations
     (id, seller_id, email_sealed, email_index, role, invited_by, created_at, expires_at, acceptance_hash)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

const ofSeller = statement<[sellerId: string, now: Date], Row>(
  'sellers.invitations-of-seller',
  `select ${COLUMNS} from seller_invitations where seller_id = $1 and answer is null and expires_at > $2 order by id`,
);

const ofPerson = statement<[emailIndex: string, now: Date], Row>(
  'sellers.invitations-of-person',
  `select ${COLUMNS} from seller_invitations where email_index = $1 and answer is null and expires_at > $2
    order by id limit 100`,
);

const lockOpen = statement<[id: string, emailIndex: string, now: Date], { acceptanceHash: Buffer | null }>(
  'sellers.lock-open-invitation',
  `select acceptance_hash as "acceptanceHash" from seller_invitations
    where id = $1 and email_index = $2 and answer is null and expires_at > $3 for update`,
);

/** It is locked. */
const accept = statement<[id: string, now: Date], { sellerId: Id<'sel'>; role: MemberRole }>(
  'sellers.accept-invitation',
  `update seller_invitations set answer = 'accepted', answered_at = $2 where id = $1
   returning seller_id as "sellerId", role`,
);

const withdraw = statement<[id: string, sellerId: string, now: Date], { id: string }>(
  'sellers.withdraw-invitation',
  `update seller_invitations set answer = 'withdrawn', answered_at = $3
    where id = $1 and seller_id = $2 and answer is null returning id`,
);

/** Who acts for a seller is told by the memberships; the address of somebody who never came is nobody's business. */
defineRetention({ table: 'seller_invitations', endedAt: 'coalesce(answered_at, expires_at)', keep: 'P90D' });

const context = (invitationId: string): string => `seller_invitations.email.${invitationId}`;

/**
 * Invitations to act for a seller, addressed to people who may have no account yet. Nobody proves that an address is
 * theirs, so an invitation is accepted with its code, of which only the SHA-256 is stored.
 */
@Injectable()
export class InvitationsRepository {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  /** @throws AlreadyInvited */
  async insert(tx: Tx, invitation: NewInvitation, emailIndex: string, by: string): Promise<void> {
    const { invitationId, sellerId, email, role, createdAt, expiresAt } = invitation;
    const hash = sha256(invitation.acceptanceCode);
    const sealed = this.cipher.seal(email, context(invitationId));
    await query(tx, closeExpired, [sellerId, emailIndex, createdAt]);
    try {
      await query(tx, insert, [invitationId, sellerId, sealed, emailIndex, role, by, createdAt, expiresAt, hash]);
    } catch (error) {
      if (violatedConstraint(error) === 'seller_invitations_one_open') throw new AlreadyInvited({});
      throw error;
    }
  }

  async ofSeller(sellerId: string, now: Date, tx?: Tx): Promise<Invitation[]> {
    const rows = tx ? await query(tx, ofSeller, [sellerId, now]) : await this.db.query(ofSeller, [sellerId, now]);
    return rows.map((row) => this.open(row));
  }

  async ofPerson(emailIndex: string, now: Date): Promise<Invitation[]> {
    return (await this.db.query(ofPerson, [emailIndex, now])).map((row) => this.open(row));
  }

  /** What the invitation gives; `undefined` when it is not open, addressed to somebody else, or has another code. */
  async accept(
    tx: Tx,
    id: string,
    { emailIndex, code }: { readonly emailIndex: string; readonly code: string },
    now: Date,
  ): Promise<{ sellerId: Id<'sel'>; role: MemberRole } | undefined> {
    const open = await queryOne(tx, lockOpen, [id, emailIndex, now]);
    if (!open?.acceptanceHash || !constantTimeEqual(open.acceptanceHash, sha256(code))) return undefined;
    return queryOne(tx, accept, [id, now]);
  }

  async withdraw(tx: Tx, id: string, sellerId: string, now: Date): Promise<boolean> {
    return (await queryOne(tx, withdraw, [id, sellerId, now])) !== undefined;
  }

  private open({ emailSealed, ...row }: Row): Invitation {
    return { ...row, email: this.cipher.open(emailSealed, context(row.invitationId)) };
  }
}
