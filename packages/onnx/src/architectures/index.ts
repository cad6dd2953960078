export type { Architecture } from './architecture.js';
export {
  type ArchitectureModelOptions,
  buildArchitectureModel,
} from './build-architecture-model.js';
export { constantParameters } from './constant-parameters.js';
export {
  type Distribution,
  INITIALIZATION_SCHEMES,
  type InitializationScheme,
  initialDistribution,
} from './initialization.js';
export {
  type ConvolutionOptions,
  createLayers,
  type Features,
  type Layers,
  PARAMETER_ROLES,
  type ParameterRole,
  type ParameterSource,
  type PerAxis,
  type PoolOptions,
} from './layers.js';

export { alexnet } from './alexnet.js';
export { densenet121 } from './densenet121.js';
export { edgeNet } from './edge-net.js';
export { googlenet } from './googlenet.js';
export { inceptionV1 } from './inception-v1.js';
export { inceptionV2 } from './inception-v2.js';
export { inceptionV3 } from './inception-v3.js';
export { mobilenetV2 } from './mobilenet-v2.js';
export { resnet18, resnet34, resnet50 } from './resnet.js';
export { shufflenetV1 } from './shufflenet-v1.js';
export { shufflenetV2 } from './shufflenet-v2.js';
export { smallCnn } from './small-cnn.js';
export { squeezenet } from './squeezenet.js';
export { vgg11, vgg11Bn, vgg13, vgg13Bn, vgg16, vgg16Bn, vgg19, vgg19Bn } from './vgg.js';
