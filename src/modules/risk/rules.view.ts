import { toWire } from '../../kernel/index.js';
import type { RuleVersionDto, RuleView } from './rules.dto.js';
import type { RuleRow } from './rules.repository.js';
import type { RuleChange } from './save-rule.js';

export function ruleViewOf(row: RuleRow): RuleView {
  const { version, code, group, events, expression, points, forcedOutcome, mode, textEn, textZh, createdAt } = row;
  return {
    id: toWire('rul', row.ruleId),
    ...{ version, code, group, expression, points, forcedOutcome, mode, textEn, textZh },
    events: [...events],
    createdAt: createdAt.toISOString(),
  };
}

export function changeOf(dto: RuleVersionDto): RuleChange {
  const { events, expression, points, mode, textEn, textZh } = dto;
  return { events, expression, points, forcedOutcome: dto.forcedOutcome ?? null, mode, textEn, textZh };
}
