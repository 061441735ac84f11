import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules and rule sets as data. A version never changes; the newest rule set is the live one. */
export class RiskRules1700000000800 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table risk_rules (
        id uuid primary key,
        code text not null constraint risk_rules_code_key unique,
        rule_group text not null,
        created_at timestamptz not null,
        created_by text not null
      );

      create table risk_rule_versions (
        rule_id uuid not null references risk_rules,
        version int not null check (version > 0),
        events text[] not null check (cardinality(events) > 0),
        expression text not null,
        points int not null check (points between -100 and 100),
        forced_outcome text check (forced_outcome in ('hold', 'block')),
        mode text not null check (mode in ('off', 'shadow', 'live')),
        text_en text not null,
        text_zh text not null,
        created_at timestamptz not null,
        created_by text not null,
        primary key (rule_id, version)
      );

      create table risk_rulesets (
        version int primary key check (version > 0),
        group_caps jsonb not null,
        bands jsonb not null,
        created_at timestamptz not null,
        created_by text not null
      );

      create table risk_ruleset_rules (
        ruleset_version int not null references risk_rulesets,
        rule_id uuid not null,
        rule_version int not null,
        primary key (ruleset_version, rule_id),
        foreign key (rule_id, rule_version) references risk_rule_versions
      );

      create table risk_review_policies (
        event text primary key,
        sla interval not null,
        review_within interval not null check (review_within >= sla),
        deadline_outcome text not null check (deadline_outcome in ('released', 'rejected'))
      );

      create function risk_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% rows are immutable', tg_table_name using errcode = 'restrict_violation';
      end $$;

      create trigger risk_rule_versions_immutable before update or delete on risk_rule_versions
        for each row execute function risk_refuse_change();
      create trigger risk_rulesets_immutable before update or delete on risk_rulesets
        for each row execute function risk_refuse_change();
      create trigger risk_ruleset_rules_immutable before update or delete on risk_ruleset_rules
        for each row execute function risk_refuse_change();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table risk_review_policies, risk_ruleset_rules, risk_rulesets, risk_rule_versions, risk_rules;
      drop function risk_refuse_change();
    `);
  }
}
