import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import { Length, Matches, Max, Min } from 'class-validator';
import { PageOf } from '../../platform/http/index.js';
import type { RuleMode } from './ruleset.js';
import type { RiskEvent } from './risk.types.js';

const EVENTS = ['order.placed', 'payment.authorised'] as const;
const MODES = ['off', 'shadow', 'live'] as const;
const FORCED = ['hold', 'block'] as const;
const CODE = /^[a-z][a-z0-9_]{2,59}$/;

export class RuleExpressionDto {
  /** A CEL condition over `feat`, for instance `feat.buyerOrdersHour >= 5`. */
  @ApiProperty({ type: String, minLength: 1, maxLength: 2000, example: 'feat.buyerOrdersHour >= 5' })
  @IsString()
  @Length(1, 2000)
  expression!: string;
}

export class RuleVersionDto extends RuleExpressionDto {
  /** Which events the rule judges. */
  @ApiProperty({ enum: EVENTS, isArray: true, minItems: 1, maxItems: 2 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(EVENTS.length)
  @ArrayUnique()
  @IsIn(EVENTS, { each: true })
  events!: RiskEvent[];

  /** Points a hit brings, under the cap of the group; negative speaks for the buyer. */
  @IsInt()
  @Min(-100)
  @Max(100)
  points!: number;

  /** What a hit demands whatever the score. */
  @ApiProperty({ enum: FORCED, required: false })
  @IsOptional()
  @IsIn(FORCED)
  forcedOutcome?: 'hold' | 'block';

  /** `shadow` records what the rule would have said and changes nothing. */
  @ApiProperty({ enum: MODES })
  @IsIn(MODES)
  mode!: RuleMode;

  /** What a buyer may be told, in English; never a threshold. */
  @IsString()
  @Length(1, 200)
  textEn!: string;

  /** What a buyer may be told, in Chinese; never a threshold. */
  @IsString()
  @Length(1, 200)
  textZh!: string;
}

export class NewRuleDto extends RuleVersionDto {
  /** The stable name of the rule and its reason code. */
  @ApiProperty({ type: String, pattern: CODE.source, maxLength: 60, example: 'large_amount' })
  @Matches(CODE)
  code!: string;

  /** Hits of one group share a cap; a group without one is capped at 100. */
  @ApiProperty({ type: String, pattern: CODE.source, maxLength: 60, example: 'amount' })
  @Matches(CODE)
  group!: string;
}

export class RuleView {
  @ApiProperty({ type: String, example: 'rul_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  version!: number;
  code!: string;
  group!: string;

  @ApiProperty({ enum: EVENTS, isArray: true, maxItems: 2 })
  events!: RiskEvent[];
  expression!: string;
  points!: number;
  forcedOutcome!: string | null;

  @ApiProperty({ enum: MODES })
  mode!: RuleMode;
  textEn!: string;
  textZh!: string;
  createdAt!: string;
}

export class RulePage extends PageOf(RuleView) {}

export class ExpressionFaultView {
  @ApiProperty({ type: String, example: '/expression' })
  pointer!: string;
  code!: string;
  message!: string;
}

export class RuleValidationView {
  isValid!: boolean;

  @ApiProperty({ type: [ExpressionFaultView], maxItems: 200 })
  errors!: ExpressionFaultView[];
}
