import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import { CURRENCIES, STAFF_ROLES, type StaffRole } from '../../kernel/index.js';
import { IsWireId, MoneyDto, MoneyView, PageOf, PageQuery } from '../../platform/http/index.js';
import { GOODWILL_STATES } from './goodwill.lifecycle.js';

const STATE = { enum: GOODWILL_STATES, enumName: 'GoodwillState' };
const ROLE = { enum: STAFF_ROLES, enumName: 'StaffRole' };

export class GrantGoodwillDto {
  /** Who gets store credit; either this or `sellerId`. */
  @IsOptional()
  @IsWireId('usr')
  buyerId?: string;

  /** Whose available balance grows. */
  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;

  @ValidateNested()
  @Type(() => MoneyDto)
  amount!: MoneyDto;

  /** Kept with it, for whoever looks at it later. */
  @IsString()
  @Length(3, 500)
  reason!: string;
}

export class GoodwillQuery extends PageQuery {
  @ApiProperty({ ...STATE, required: false })
  @IsOptional()
  @IsIn([...GOODWILL_STATES])
  state?: string;
}

export class GoodwillView {
  id!: string;

  /** `proposed` until a second person of finance has decided. */
  @ApiProperty(STATE)
  state!: string;

  buyerId!: string | null;
  sellerId!: string | null;
  amount!: MoneyView;
  reason!: string;

  /** Whether one person could give it alone. */
  isWithinLimit!: boolean;

  proposedBy!: string;
  proposedAt!: string;
  decidedBy!: string | null;
  decidedAt!: string | null;
}

export class GoodwillPage extends PageOf(GoodwillView) {}

export class SetGoodwillLimitDto {
  @ApiProperty(ROLE)
  @IsIn([...STAFF_ROLES])
  role!: StaffRole;

  /** What one person with the role gives away alone on one day (UTC); 0: nothing. */
  @ValidateNested()
  @Type(() => MoneyDto)
  daily!: MoneyDto;
}

export class GoodwillLimitView {
  @ApiProperty(ROLE)
  role!: string;

  @ApiProperty({ enum: CURRENCIES, enumName: 'Currency' })
  currency!: string;

  daily!: MoneyView;

  /** Limits are never edited; the latest version is in force. */
  version!: number;

  /** Null: as of the start. */
  setBy!: string | null;
  setAt!: string;
}

export class GoodwillLimitList {
  data!: GoodwillLimitView[];
}
