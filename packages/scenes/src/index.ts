export {
  type Scene,
  type SceneBox,
  type SceneFormat,
  type SceneFrame,
  type SceneFrameOptions,
  type SceneKind,
  type SceneOptions,
  SCENE_KINDS,
} from './scene/scene.js';
export {
  type CameraClock,
  createSimulatedCamera,
  type SimulatedCamera,
  type SimulatedCameraOptions,
} from './scene/simulated-camera.js';
export { writeY4m, type Y4mOptions } from './scene/write-y4m.js';

export { createRoadScene, type RoadSceneOptions } from './road/create-road-scene.js';
export {
  type RoadTruth,
  SIGN_WEARS,
  type SignOccluder,
  type SignWear,
  type VisibleSign,
} from './road/road-truth.js';
export { type Weather, WEATHERS } from './road/weather.js';
export { SIGN_LABELS, type SignLabel } from './signs/sign-label.js';
export { signPictogramSvg } from './signs/sign-pictogram-svg.js';

export { createLeafScene, type LeafSceneOptions } from './leaf/create-leaf-scene.js';
export { LEAF_LABELS, type LeafLabel, type LeafTruth } from './leaf/leaf-truth.js';

export {
  type BloodSmearSceneOptions,
  createBloodSmearScene,
} from './blood/create-blood-smear-scene.js';
export {
  BLOOD_CELL_LABELS,
  type BloodCellLabel,
  type BloodSmearTruth,
  type VisibleCell,
} from './blood/blood-truth.js';

export { createMriScene, type MriSceneOptions } from './mri/create-mri-scene.js';
export { MRI_LABELS, type MriLabel, type MriTruth } from './mri/mri-truth.js';
