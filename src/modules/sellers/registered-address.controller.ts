import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  IfMatch,
  Invalid,
  NotFound,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
} from '../../platform/http/index.js';
import { PutRegisteredAddress } from './put-registered-address.js';
import { RegisteredAddressDto, RegisteredAddressView } from './registered-address.dto.js';
import { RegisteredAddressQueries } from './registered-address-queries.js';

@ApiTags('sellers')
@Controller('v1/sellers/:sellerId/registered-address')
export class RegisteredAddressController {
  constructor(
    private readonly queries: RegisteredAddressQueries,
    private readonly putAddress: PutRegisteredAddress,
  ) {}

  /** Where the seller is registered. */
  @Get()
  @Access({ roles: ['seller', 'finance'] })
  @Audited('seller', 'sellerId')
  @Versioned()
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('sel', 'sellerId') sellerId: Id<'sel'>): Promise<RegisteredAddressView> {
    return this.queries.get(actor, sellerId);
  }

  /** Say where the seller is registered. It stands on statements and invoices from now on, and not on earlier ones. */
  @Put()
  @Access({ roles: ['seller'] })
  @Versioned()
  @Throws(NotFound, StaleVersion, Invalid)
  put(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @IfMatch() version: number,
    @Body() body: RegisteredAddressDto,
  ): Promise<RegisteredAddressView> {
    return this.putAddress.run(actor, sellerId, version, body);
  }
}
