import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { CURRENCIES } from '../../kernel/index.js';
import { MoneyDto, MoneyView, PageOf } from '../../platform/http/index.js';
import { COMPANY_ROLES, type CompanyRole, type SpendingLimits } from './company.domain.js';

const ROLE = { enum: COMPANY_ROLES, enumName: 'CompanyRole' };

export class RegisterCompanyDto {
  /** The registered name, as it stands on invoices. */
  @IsString()
  @Length(1, 200)
  @Matches(/\S/u)
  name!: string;

  /** ISO 3166-1 alpha-2 code of where the company is established. */
  @ApiProperty({ type: String, pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2, example: 'DE' })
  @Matches(/^[A-Z]{2}$/)
  country!: string;

  /** Encrypted at rest, and read by finance only. */
  @ApiProperty({
    type: String,
    minLength: 4,
    maxLength: 40,
    pattern: '^[A-Za-z0-9./ -]{4,40}$',
    example: 'DE123456789',
  })
  @Matches(/^[A-Za-z0-9./ -]{4,40}$/)
  taxId!: string;
}

export class CompanyMemberDto {
  @ApiProperty(ROLE)
  @IsIn([...COMPANY_ROLES])
  role!: CompanyRole;

  /**
   * The most of one order without an approval, one amount for each currency; other currencies need an approval always.
   * Null lifts the limits, and without the field they stay as they are.
   */
  @ApiProperty({ type: [MoneyDto], maxItems: CURRENCIES.length, nullable: true, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(CURRENCIES.length)
  @ArrayUnique(({ currency }: MoneyDto) => currency)
  @ValidateNested({ each: true })
  @Type(() => MoneyDto)
  spendingLimits?: MoneyDto[] | null;
}

export class CompanyView {
  @ApiProperty({ type: String, example: 'cmp_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  name!: string;
  country!: string;
  createdAt!: string;
  /** What the caller may do for it; absent for staff. */
  @ApiProperty({ ...ROLE, required: false })
  role?: CompanyRole;
}

export class CompanyList {
  data!: CompanyView[];
}

export class CompanyPage extends PageOf(CompanyView) {}

/** Each reading is kept in the audit log. */
export class CompanyTaxIdView {
  companyId!: string;
  taxId!: string;
}

export class CompanyMemberView {
  userId!: string;
  @ApiProperty(ROLE)
  role!: CompanyRole;
  /** Of one order; null: none but the company’s. */
  @ApiProperty({ type: [MoneyView], maxItems: CURRENCIES.length, nullable: true })
  spendingLimits!: MoneyView[] | null;
  addedAt!: string;
}

export class CompanyMemberList {
  data!: CompanyMemberView[];
}

export const limitsOf = ({ spendingLimits }: CompanyMemberDto): SpendingLimits | null | undefined =>
  spendingLimits && Object.fromEntries(spendingLimits.map(({ currency, amount }) => [currency, amount]));
