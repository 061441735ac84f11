import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { PageOf, PageQuery } from '../../platform/http/index.js';
import { ProposeTermsDto, TermsView } from '../../platform/terms/index.js';
import type { Bearer } from './chargebacks.repository.js';
import { BEARER, BEARERS } from './disputes.dto.js';

const PATTERN = '^([a-z][a-z0-9_]{0,63}|[*])$';
const REASON = { type: String, pattern: PATTERN, minLength: 1, maxLength: 64, example: 'product_not_received' };

export class ProposeChargebackPolicyDto extends ProposeTermsDto {
  /** As the provider names it; `*` for all that have no policy of their own. */
  @ApiProperty(REASON)
  @IsString()
  @Matches(new RegExp(PATTERN))
  reason!: string;

  /** Who bears it when it is lost. */
  @ApiProperty(BEARER)
  @IsIn([...BEARERS])
  liable!: Bearer;

  /** Who pays the fee when it is lost; the platform, where it is liable. */
  @ApiProperty(BEARER)
  @IsIn([...BEARERS])
  feeTo!: Bearer;
}

export class ChargebackPolicyQuery extends PageQuery {
  @ApiProperty({ ...REASON, required: false })
  @IsOptional()
  @IsString()
  @Matches(new RegExp(PATTERN))
  reason?: string;
}

export class ChargebackPolicyView extends TermsView {
  @ApiProperty({ type: String, example: 'cbp_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  /** As the provider names it; `*` for all that have no policy of their own. */
  reason!: string;

  /** Who bears it when it is lost. */
  @ApiProperty(BEARER)
  liable!: Bearer;

  /** Who pays the fee when it is lost. */
  @ApiProperty(BEARER)
  feeTo!: Bearer;
}

export class ChargebackPolicyPage extends PageOf(ChargebackPolicyView) {}
