import { ApiHeader, ApiParam, type ApiHeaderOptions, type ApiParamOptions } from '@nestjs/swagger';

function onMethod(decorate: MethodDecorator): ParameterDecorator {
  return (target, key) => {
    const descriptor = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key);
    if (key !== undefined && descriptor) decorate(target, key, descriptor);
  };
}

/** Lets a parameter decorator document the header or path segment that it reads. */
export const documentsHeader = (options: ApiHeaderOptions): ParameterDecorator => onMethod(ApiHeader(options));
export const documentsParam = (options: ApiParamOptions): ParameterDecorator => onMethod(ApiParam(options));
