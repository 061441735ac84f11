import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { toWire } from '../kernel/index.js';
import { EmailTaken } from '../modules/identity/index.js';
import { Access, Idempotent, IdempotencyScope, Once, parseWireId, Throws } from '../platform/http/index.js';
import { MintPrincipals } from './mint-principals.js';
import { MintedSellerView, MintedUserView, MintSellerDto, MintUserDto } from './mint.dto.js';

const instant = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** Exists in sandboxes only. */
@ApiTags('sandbox')
@Controller('v1/sandbox')
export class MintController {
  constructor(private readonly mint: MintPrincipals) {}

  /** Make a person who is signed in, without a password. In sandboxes only. */
  @Post('users')
  @Access({ roles: ['anyone'] })
  @Idempotent('optional')
  @Throws(EmailTaken)
  async user(@Body() body: MintUserDto, @IdempotencyScope() once: Once): Promise<MintedUserView> {
    const { userId, token } = await this.mint.user({ ...body, createdAt: instant(body.createdAt) }, once);
    return { userId: toWire('usr', userId), token };
  }

  /** Make an active seller with an owner who is signed in. In sandboxes only. */
  @Post('sellers')
  @Access({ roles: ['anyone'] })
  @Idempotent('optional')
  @Throws(EmailTaken)
  async seller(@Body() body: MintSellerDto, @IdempotencyScope() once: Once): Promise<MintedSellerView> {
    const ownerId = body.ownerId === undefined ? undefined : parseWireId('usr', body.ownerId);
    const made = await this.mint.seller({ ...body, ownerId, createdAt: instant(body.createdAt) }, once);
    return { ...made, sellerId: toWire('sel', made.sellerId), userId: toWire('usr', made.userId) };
  }
}
