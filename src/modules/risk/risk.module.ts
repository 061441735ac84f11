import { Module } from '@nestjs/common';
import { AssessEvent } from './assess-event.js';
import { ClaimHold } from './claim-hold.js';
import { DecideHold } from './decide-hold.js';
import { DecisionsRepository } from './decisions.repository.js';
import { HoldQueries } from './hold-queries.js';
import { HoldsController } from './holds.controller.js';
import { HoldsRepository } from './holds.repository.js';
import { LiveRuleset } from './live-ruleset.js';
import { OpenHold } from './open-hold.js';
import { ReturnHold } from './return-hold.js';
import { Risk } from './risk.js';
import { RiskJobs } from './risk.jobs.js';
import { RuleQueries } from './rule-queries.js';
import { RulesController } from './rules.controller.js';
import { RulesRepository } from './rules.repository.js';
import { SaveRule } from './save-rule.js';
import { WithdrawHold } from './withdraw-hold.js';

const REPOSITORIES = [DecisionsRepository, HoldsRepository, RulesRepository];
const VERBS = [AssessEvent, OpenHold, ClaimHold, DecideHold, ReturnHold, WithdrawHold, SaveRule];

@Module({
  controllers: [HoldsController, RulesController],
  providers: [Risk, RiskJobs, LiveRuleset, HoldQueries, RuleQueries, ...REPOSITORIES, ...VERBS],
  exports: [Risk],
})
export class RiskModule {}
