import { Injectable } from '@nestjs/common';
import { Clock, toWire, type UserActor } from '../../kernel/index.js';
import { Db, newId, query, queryOne, UnitOfWork, violatedConstraint, type Tx } from '../database/index.js';
import { Cursors, NotFound, type Once, type Page, type PageQuery } from '../http/index.js';
import type { ProposeTermsDto, TermsView } from './terms.dto.js';
import { TermsDecided, TermsNeedSecondPerson, TermsProposed } from './terms.errors.js';
import type { Terms, Version } from './terms.js';

/** A view as its DTO says it: `extends TermsView`, an id, and the values. */
type Viewed<W> = TermsView & { id: string } & W;

/** One person proposes terms; another one puts them into force, or does not. The table keeps every version. */
@Injectable()
export class TermsDesk {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cursors: Cursors,
  ) {}

  /** The next version of its subject; nothing goes by it yet. @throws TermsProposed while another one waits */
  propose<T, W>(terms: Terms<T, W>, actor: UserActor, wanted: T & ProposeTermsDto, once: Once): Promise<Viewed<W>> {
    return once.run(this.uow, async (tx) => {
      const id = newId(terms.prefix);
      const made = [id, wanted.note ?? null, actor.userId, this.clock.now(), wanted[terms.subject]];
      try {
        await query(tx, terms.propose, [...made, ...terms.fields.map((field) => wanted[field])]);
      } catch (error) {
        const name = violatedConstraint(error);
        if (name === `${terms.table}_one_proposed` || name === `${terms.table}_version`) throw new TermsProposed({});
        throw error;
      }
      return this.one(tx, terms, id);
    });
  }

  /** For what happens from now on. @throws NotFound, TermsDecided, TermsNeedSecondPerson */
  decide<T, W>(
    terms: Terms<T, W>,
    actor: UserActor,
    id: string,
    action: 'approve' | 'decline',
    once: Once,
  ): Promise<Viewed<W>> {
    return once.run(this.uow, async (tx) => {
      const isDecided = await this.mark(tx, terms, id, actor, action === 'approve');
      const view = await this.one(tx, terms, id);
      if (!isDecided) throw new TermsDecided({});
      return view;
    });
  }

  /** Every version of a subject, or of all; the last proposed first. */
  async page<T, W>(
    terms: Terms<T, W>,
    subject: string | undefined,
    { cursor, limit }: PageQuery,
  ): Promise<Page<Viewed<W>>> {
    const key = `${terms.name}:${subject ?? ''}`;
    const [at = null, id = null] = this.cursors.read<[string, string]>(cursor, key) ?? [];
    const rows = await this.db.query(terms.page, [subject ?? null, at, id, limit + 1]);
    const { data, page } = this.cursors.page(rows, limit, key, (last) => [last.proposedAt.toISOString(), last.id]);
    return { data: data.map((row) => viewOf(terms, row)), page };
  }

  /** False when they were decided about before, or there are none. */
  private async mark<T, W>(tx: Tx, terms: Terms<T, W>, id: string, { userId }: UserActor, isApproved: boolean) {
    try {
      return (await queryOne(tx, terms.decide, [id, userId, this.clock.now(), isApproved])) !== undefined;
    } catch (error) {
      if (violatedConstraint(error) === `${terms.table}_two_people`) throw new TermsNeedSecondPerson({});
      throw error;
    }
  }

  private async one<T, W>(tx: Tx, terms: Terms<T, W>, id: string): Promise<Viewed<W>> {
    const row = await queryOne(tx, terms.find, [id]);
    if (!row) throw new NotFound({ what: 'terms' });
    return viewOf(terms, row);
  }
}

const viewOf = <T, W>({ prefix, view }: Terms<T, W>, row: T & Version): Viewed<W> => ({
  id: toWire(prefix, row.id),
  version: row.version,
  state: stateOf(row),
  ...view(row),
  note: row.note,
  proposedAt: row.proposedAt.toISOString(),
  approvedAt: row.approvedAt?.toISOString() ?? null,
  declinedAt: row.declinedAt?.toISOString() ?? null,
});

function stateOf({ isInForce, approvedAt, declinedAt }: Version): TermsView['state'] {
  if (isInForce) return 'in_force';
  if (approvedAt) return 'superseded';
  return declinedAt ? 'declined' : 'proposed';
}
