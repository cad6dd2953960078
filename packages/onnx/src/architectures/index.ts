export type { Architecture } from './architecture.js';
export {
  type ArchitectureModelOptions,
  buildArchitectureModel,
} from './build-architecture-model.js';
export { constantParameters } from './constant-parameters.js';
export {
  type ConvolutionOptions,
  createLayers,
  type Features,
  type Layers,
  PARAMETER_ROLES,
  type ParameterRole,
  type ParameterSource,
  type PoolOptions,
} from './layers.js';

export { alexnet } from './alexnet.js';
export { densenet121 } from './densenet121.js';
export { inceptionV1 } from './inception-v1.js';
export { inceptionV2 } from './inception-v2.js';
export { resnet50 } from './resnet50.js';
export { shufflenetV1 } from './shufflenet-v1.js';
export { shufflenetV2 } from './shufflenet-v2.js';
export { vgg19 } from './vgg19.js';
