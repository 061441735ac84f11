import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import { ActionView, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import type { CaseKind, CaseState } from './cases.repository.js';
import type { CaseDecision } from './moderation.events.js';
import { CATEGORIES, GROUNDS, type Category, type Ground } from './statement.domain.js';

const STATES = ['open', 'assigned', 'decided', 'closed'] as const;
const KINDS = ['screening', 'sample', 'report', 'signal'] as const;
const DECISIONS = ['approve', 'require_changes', 'remove'] as const;

export class CaseQuery extends PageQuery {
  /** Only cases in this state. */
  @ApiProperty({ enum: STATES, required: false, default: 'open' })
  @IsOptional()
  @IsIn(STATES)
  state: CaseState = 'open';

  /** Only cases of this kind. */
  @ApiProperty({ enum: KINDS, required: false })
  @IsOptional()
  @IsIn(KINDS)
  kind?: CaseKind;
}

export class DecideCaseDto {
  /** Let the listing be sold, send it back for changes, or take it down. */
  @ApiProperty({ enum: DECISIONS })
  @IsIn(DECISIONS)
  decision!: CaseDecision;

  /** Against the law, or against the rules of the marketplace; needed unless the decision is `approve`. */
  @ApiProperty({ enum: GROUNDS, required: false })
  @ValidateIf((dto: DecideCaseDto) => dto.decision !== 'approve' || dto.ground !== undefined)
  @IsIn(GROUNDS)
  ground?: Ground;

  /** Why, for the seller; needed unless the decision is `approve`. */
  @ApiProperty({ type: String, required: false, minLength: 10, maxLength: 2000 })
  @ValidateIf((dto: DecideCaseDto) => dto.decision !== 'approve' || dto.explanation !== undefined)
  @IsString()
  @Length(10, 2000)
  explanation?: string;

  /** The law or the rule that is broken. */
  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 200 })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  clause?: string;

  /** What kind of breach it is. */
  @ApiProperty({ enum: CATEGORIES, required: false, default: 'other_violation' })
  @IsOptional()
  @IsIn(CATEGORIES)
  category: Category = 'other_violation';
}

export class CaseView {
  @ApiProperty({ type: String, example: 'cas_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  @ApiProperty({ enum: KINDS })
  kind!: CaseKind;

  @ApiProperty({ enum: ['listing'] })
  subjectType!: string;
  subjectId!: string;
  sellerId!: string;
  reason!: string;

  /** 0 to 100; the queue is worked from the top. */
  priority!: number;
  reportCount!: number;

  @ApiProperty({ enum: STATES })
  state!: CaseState;
  version!: number;

  /** The moderator who works on it. */
  assignee!: string | null;

  /** When the claim ends by itself. */
  leaseUntil!: string | null;

  /** When it should be decided. */
  slaDueAt!: string;

  @ApiProperty({ enum: DECISIONS, nullable: true })
  decision!: CaseDecision | null;
  decidedAt!: string | null;
  openedAt!: string;

  @ApiProperty({ type: [ActionView] })
  allowedActions!: ActionView[];
}

export class CasePage extends PageOf(CaseView) {}

export class DecidedCaseView extends CaseView {
  /** What the seller is told; null where nothing is restricted. */
  statementId!: string | null;
}

export class ScreeningFindingView {
  code!: string;
  text!: string;
  textZh!: string;

  /** What counted after the cap of the rule's group. */
  points!: number;

  /** The rule with the values of this listing put in. */
  explanation!: string;
}

export class ScreeningView {
  title!: string;
  description!: string;
  brandName!: string | null;
  price!: MoneyView;

  /** 0 to 100. */
  score!: number;

  @ApiProperty({ enum: ['publish', 'hold', 'reject'] })
  outcome!: string;
  rulesetVersion!: number;

  /** The exact values that were judged; what is not here was unknown. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  signals!: Record<string, unknown>;

  /** The words behind the counts. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } })
  found!: Record<string, readonly string[]>;

  @ApiProperty({ type: [ScreeningFindingView] })
  findings!: ScreeningFindingView[];
  screenedAt!: string;
}

export class ReportOfCaseView {
  id!: string;
  reason!: string;
  explanation!: string | null;
  reportedAt!: string;
}

export class CaseDetailView extends CaseView {
  /** The latest screening of the subject. */
  @ApiProperty({ type: ScreeningView, nullable: true })
  screening!: ScreeningView | null;

  /** The first fifty reports. */
  @ApiProperty({ type: [ReportOfCaseView], maxItems: 50 })
  reports!: ReportOfCaseView[];
}
