import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { Band } from '../../platform/rules/index.js';
import { RuleExists } from './risk.errors.js';
import type { RuleVersion } from './ruleset.js';

export interface RulesetRow {
  readonly version: number;
  readonly groupCaps: Record<string, number>;
  readonly bands: Band[];
  readonly rules: RuleVersion[];
}

export interface RuleRow extends RuleVersion {
  readonly ruleId: Id<'rul'>;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export type NewVersion = Omit<RuleVersion, 'version' | 'code' | 'group'>;

const VERSION = `v.rule_id as "ruleId", v.version, r.code, r.rule_group as "group", v.events, v.expression, v.points,
  v.forced_outcome as "forcedOutcome", v.mode, v.text_en as "textEn", v.text_zh as "textZh"`;

const findRuleset = statement<[version: number], Omit<RulesetRow, 'rules'>>(
  'risk.find-ruleset',
  `select version, group_caps as "groupCaps", bands from risk_rulesets where version = $1`,
);

const findRules = statement<[version: number], RuleVersion>(
  'risk.find-ruleset-rules',
  `select ${VERSION}
     from risk_ruleset_rules m
     join risk_rule_versions v on v.rule_id = m.rule_id and v.version = m.rule_version
     join risk_rules r on r.id = v.rule_id
    where m.ruleset_version = $1 order by r.id`,
);

const listLive = statement<[after: string | null, limit: number], RuleRow>(
  'risk.list-rules',
  `select ${VERSION}, v.created_at as "createdAt", v.created_by as "createdBy"
     from risk_ruleset_rules m
     join risk_rule_versions v on v.rule_id = m.rule_id and v.version = m.rule_version
     join risk_rules r on r.id = v.rule_id
    where m.ruleset_version = (select max(version) from risk_rulesets) and ($1::uuid is null or r.id > $1)
    order by r.id limit $2`,
);

const findRule = statement<[id: string], RuleRow>(
  'risk.find-rule',
  `select ${VERSION}, v.created_at as "createdAt", v.created_by as "createdBy"
     from risk_rules r join risk_rule_versions v on v.rule_id = r.id
    where r.id = $1 order by v.version desc limit 1`,
);

const insertRule = statement<[id: string, code: string, group: string, at: Date, by: string], never>(
  'risk.insert-rule',
  `insert into risk_rules (id, code, rule_group, created_at, created_by) values ($1, $2, $3, $4, $5)`,
);

const insertVersion = statement<
  [string, string[], string, number, string | null, string, string, string, Date, string],
  { version: number }
>(
  'risk.insert-rule-version',
  `insert into risk_rule_versions
     (rule_id, version, events, expression, points, forced_outcome, mode, text_en, text_zh, created_at, created_by)
   select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, $10
     from risk_rule_versions where rule_id = $1
   returning version`,
);

const publish = statement<[ruleId: string, ruleVersion: number, at: Date, by: string], { version: number }>(
  'risk.publish-ruleset',
  `with last as (select * from risk_rulesets order by version desc limit 1),
        made as (insert into risk_rulesets (version, group_caps, bands, created_at, created_by)
                 select version + 1, group_caps, bands, $3, $4 from last returning version)
   insert into risk_ruleset_rules (ruleset_version, rule_id, rule_version)
   select made.version, m.rule_id, m.rule_version from made, last
     join risk_ruleset_rules m on m.ruleset_version = last.version where m.rule_id <> $1
   union all select made.version, $1, $2 from made
   returning ruleset_version as version`,
);

const lockRules = statement<[], never>('risk.lock-rules', `lock table risk_rulesets in share row exclusive mode`);

@Injectable()
export class RulesRepository {
  constructor(private readonly db: Db) {}

  async ruleset(tx: Tx, version: number): Promise<RulesetRow> {
    const head = await queryOne(tx, findRuleset, [version]);
    if (!head) throw new Error(`No rule set ${version}`);
    return { ...head, rules: await query(tx, findRules, [version]) };
  }

  /** The rules of the live set. */
  list(after: string | null, limit: number): Promise<RuleRow[]> {
    return this.db.query(listLive, [after, limit]);
  }

  find(tx: Tx, id: string): Promise<RuleRow | undefined> {
    return queryOne(tx, findRule, [id]);
  }

  /** @throws RuleExists */
  async insertRule(tx: Tx, rule: { id: string; code: string; group: string; at: Date; by: string }): Promise<void> {
    const { id, code, group, at, by } = rule;
    try {
      await query(tx, insertRule, [id, code, group, at, by]);
    } catch (error) {
      if (violatedConstraint(error) === 'risk_rules_code_key') throw new RuleExists({ rule: code });
      throw error;
    }
  }

  /** Adds the version and a rule set that differs from the live one by it; from its commit on it is the live one. */
  async publish(tx: Tx, rule: NewVersion, at: Date, by: string): Promise<void> {
    const { ruleId, events, expression, points, forcedOutcome, mode, textEn, textZh } = rule;
    await query(tx, lockRules, []);
    const made = await queryOne(tx, insertVersion, [
      ruleId,
      [...events],
      expression,
      points,
      forcedOutcome,
      mode,
      textEn,
      textZh,
      at,
      by,
    ]);
    await query(tx, publish, [ruleId, made?.version ?? 1, at, by]);
  }
}
