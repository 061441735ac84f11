import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two people look at the first payout of a new seller: the next version of the policy of the start. Where people have decided
 * on another one, or are about to, theirs stays.
 */
export class FirstPayoutsAreLookedAt1700000415002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      insert into settlement_policies
        (id, tier, version, hold_days, confirmed_hold_days, reserve_bps, reserve_days, payout_cadence, manual_first_payout,
         note, proposed_by, proposed_at, approved_by, approved_at, payout_caps, instant_payouts)
      select gen_random_uuid(), tier, version + 1, hold_days, confirmed_hold_days, reserve_bps, reserve_days, payout_cadence,
             true, '${NOTE}', proposed_by, proposed_at, approved_by, approved_at, payout_caps, instant_payouts
        from settlement_policies p
       where tier = 'T0' and not exists (
         select from settlement_policies other where other.tier = p.tier and other.version <> p.version)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table settlement_policies disable trigger settlement_policies_are_final;
      delete from settlement_policies where tier = 'T0' and proposed_by = 'system' and note = '${NOTE}';
      alter table settlement_policies enable trigger settlement_policies_are_final;`);
  }
}

const NOTE = 'the first payout is looked at';
