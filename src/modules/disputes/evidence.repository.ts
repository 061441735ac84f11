import { Injectable } from '@nestjs/common';
import { actorRef, type Actor, type Id } from '../../kernel/index.js';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';

export interface EvidenceRow {
  readonly id: Id<'evd'>;
  readonly sellerId: Id<'sel'>;
  readonly text: string;
  readonly links: readonly string[];
  readonly givenAt: Date;
}

const COLUMNS = `id, seller_id as "sellerId", body as text, links, given_at as "givenAt"`;

const add = statement<unknown[], never>(
  'disputes.add-evidence',
  `insert into chargeback_evidence (id, chargeback_id, seller_id, body, links, given_by_type, given_by_id, given_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

const of = statement<[chargebackId: string], EvidenceRow>(
  'disputes.evidence-of',
  `select ${COLUMNS} from chargeback_evidence where chargeback_id = $1 order by id`,
);

/** What sellers say against chargebacks; nothing of it is ever changed. */
@Injectable()
export class EvidenceRepository {
  constructor(private readonly db: Db) {}

  async add(tx: Tx, chargebackId: Id<'dsp'>, { id, sellerId, text, links, givenAt }: EvidenceRow, actor: Actor) {
    const by = actorRef(actor);
    await query(tx, add, [id, chargebackId, sellerId, text, [...links], by.type, by.id, givenAt]);
  }

  of = (chargebackId: Id<'dsp'>): Promise<EvidenceRow[]> => this.db.query(of, [chargebackId]);
  in = (tx: Tx, chargebackId: Id<'dsp'>): Promise<EvidenceRow[]> => query(tx, of, [chargebackId]);
}
