import { Body, Controller, Delete, Get, HttpCode, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Access, Caller, NotFound, Throws, WireId } from '../../platform/http/index.js';
import { LastOwner } from '../identity/index.js';
import { ChangeMember } from './change-member.js';
import { MemberQueries } from './member-queries.js';
import { MemberChangeDto, MemberPage, MemberView } from './members.dto.js';
import { RemoveMember } from './remove-member.js';

@ApiTags('seller members')
@Controller('v1/sellers/:sellerId/members')
export class MembersController {
  constructor(
    private readonly queries: MemberQueries,
    private readonly change: ChangeMember,
    private readonly removeMember: RemoveMember,
  ) {}

  /** The people that act for a seller, all of them. */
  @Get()
  @Access({ roles: ['seller'] })
  @Throws(NotFound)
  list(@Caller() actor: Actor, @WireId('sel', 'sellerId') sellerId: Id<'sel'>): Promise<MemberPage> {
    return this.queries.members(actor, sellerId);
  }

  /** Change what a member may do for the seller. */
  @Patch(':userId')
  @Access({ roles: ['seller'] })
  @Throws(NotFound, LastOwner)
  update(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('usr', 'userId') userId: Id<'usr'>,
    @Body() body: MemberChangeDto,
  ): Promise<MemberView> {
    return this.change.run(actor, sellerId, userId, body.role);
  }

  /** Remove a member, or leave. */
  @Delete(':userId')
  @HttpCode(204)
  @Access({ roles: ['seller'] })
  @Throws(NotFound, LastOwner)
  remove(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('usr', 'userId') userId: Id<'usr'>,
  ): Promise<void> {
    return this.removeMember.run(actor, sellerId, userId);
  }
}
