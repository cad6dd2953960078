import { InvalidArgumentError } from '@ocelli/core';
import { hash32 } from '../random/seeded-random.js';
import type { MipChain } from '../raster/mip-chain.js';
import { createNoiseTexture } from '../random/value-noise.js';
import { defineScene, sceneSettings } from '../scene/define-scene.js';
import { createRecentCache } from '../scene/recent-cache.js';
import type { Scene, SceneOptions } from '../scene/scene.js';
import { createSensorNoise, createSoftener } from '../scene/sensor.js';
import type { SignLabel } from '../signs/sign-label.js';
import { SIGN_LABELS } from '../signs/sign-label.js';
import { createBackdrop } from './backdrop.js';
import { drawBillboard } from './draw-billboard.js';
import { drawGround } from './draw-ground.js';
import type { DrawnSign } from './draw-sign.js';
import { drawSign, visibleSign } from './draw-sign.js';
import { distanceOf } from './plate-projection.js';
import { drawPrecipitation } from './precipitation.js';
import type { RoadView } from './road-camera.js';
import { CAMERA_HEIGHT, FARTHEST, NEAREST, roadShift, roadView } from './road-camera.js';
import type { RoadCanvas } from './road-canvas.js';
import type { PlannedScenery, PlannedSign } from './road-plan.js';
import { createRoadPlan } from './road-plan.js';
import type { RoadTruth } from './road-truth.js';
import { createScenerySprites } from './scenery-sprites.js';
import { createBranchTexture, createSignTexture } from './sign-texture.js';
import { createSunGlare } from './sun-glare.js';
import type { Weather } from './weather.js';
import { clarityAt, gainAt, WEATHER_LOOKS, WEATHERS } from './weather.js';

export interface RoadSceneOptions extends SceneOptions {
  /** Default `clear`. */
  readonly weather?: Weather;
  /** Signs in the order in which they come, over and over; default: all 43 in a seeded order. `[]`: a road without. */
  readonly signs?: readonly SignLabel[];
  /** Default 50. */
  readonly kilometresPerHour?: number;
}

/** What stands by the road, from far to near. */
type Roadside =
  | { readonly z: number; readonly sign: PlannedSign }
  | { readonly z: number; readonly scenery: PlannedScenery };

const checkOptions = ({ weather, signs, kilometresPerHour }: RoadSceneOptions): void => {
  const fail = (argument: string, expected: string, actual: unknown): never => {
    throw new InvalidArgumentError({ argument, expected, actual: String(actual) });
  };
  if (weather !== undefined && !WEATHERS.includes(weather)) {
    fail('weather', `one of ${WEATHERS.join(', ')}`, weather);
  }
  const unknown = signs?.find((label) => !SIGN_LABELS.includes(label));
  if (unknown !== undefined) fail('signs', 'labels of SIGN_LABELS', unknown);
  const speed = kilometresPerHour ?? 50;
  if (!(speed > 0 && speed <= 130)) fail('kilometresPerHour', 'above 0 and at most 130', speed);
};

/**
 * A drive along a country road on which German traffic signs approach and pass. The truth of a frame lists the signs
 * that can be seen on it.
 *
 * @throws InvalidArgumentError for a weather, a sign, a speed, a size or a rate that does not exist.
 */
export const createRoadScene = (options: RoadSceneOptions): Scene<RoadTruth> => {
  checkOptions(options);
  const settings = sceneSettings(options);
  const { seed, width, height, fps } = settings;
  const weather = options.weather ?? 'clear';
  const look = WEATHER_LOOKS[weather];
  const metresPerSecond = (options.kilometresPerHour ?? 50) / 3.6;

  const plan = createRoadPlan(seed, options.signs);
  const phase = (hash32(seed, 0x70) % 628) / 100;
  const backdrop = createBackdrop(seed, width, height, look);
  const grain = createNoiseTexture({
    seed: seed + 21,
    size: 512,
    cells: 32,
    octaves: 4,
    gain: 0.9,
  });
  const billboards = createScenerySprites(seed, look.foliage);
  const branches = createRecentCache<MipChain>(12);
  const textures = createRecentCache<MipChain>(12);
  const picturesOf = ({ id, label, wear }: PlannedSign) => ({
    texture: textures(id, () => createSignTexture(label, wear, hash32(seed, id))),
    branch: branches(id, () => createBranchTexture(hash32(seed, id, 0xb4), look.foliage)),
  });
  const noise = createSensorNoise(seed);
  const soften = createSoftener(width, height);
  const glare = createSunGlare(width, height, look.sunGlare);
  const owners = new Uint8Array(width * height);
  const light = (z: number) => ({ clarity: clarityAt(look, z), haze: look.skyBottom });

  const drawScenery = (canvas: RoadCanvas, view: RoadView, z: number, item: PlannedScenery) => {
    const billboard = billboards[item.variant % billboards.length];
    if (billboard === undefined) return;
    const [base] = billboard.picture.levels;
    const high = (item.height * billboard.scale * view.focal) / z;
    const wide = (high * base.width) / base.height;
    drawBillboard(canvas, billboard.picture, {
      left: view.centreX + (view.focal * (item.lateral + roadShift(view, z))) / z - wide / 2,
      top: view.horizonY + (view.focal * CAMERA_HEIGHT) / z - high,
      width: wide,
      height: high,
      gain: gainAt(look.sceneryGain, look.headlights, z),
      ...light(z),
    });
  };

  const roadside = (view: RoadView): Roadside[] => {
    const [from, to] = [view.travelled + NEAREST, view.travelled + FARTHEST];
    const items: Roadside[] = [
      ...plan
        .sceneryBetween(from, to)
        .map((scenery) => ({ z: distanceOf(scenery, view), scenery })),
      ...(options.signs?.length === 0 ? [] : plan.signsBetween(from, to)).map((sign) => ({
        z: distanceOf(sign, view),
        sign,
      })),
    ];
    return items.sort((a, b) => b.z - a.z);
  };

  return defineScene<RoadTruth>({
    kind: 'road',
    settings,
    render: (index, rgb) => {
      const canvas: RoadCanvas = { width, height, rgb, owners };
      const view = roadView(settings, index / fps, metresPerSecond, phase);
      owners.fill(0);
      backdrop.draw(canvas, view);
      drawGround(canvas, view, look, { grain });
      const drawn: DrawnSign[] = [];
      for (const item of roadside(view)) {
        if ('scenery' in item) {
          drawScenery(canvas, view, item.z, item.scenery);
          continue;
        }
        const { sign, z } = item;
        const gain = gainAt(look.signGain, look.headlights, z);
        const postGain = gainAt(look.sceneryGain, look.headlights, z);
        drawn.push(
          drawSign(
            canvas,
            view,
            sign,
            picturesOf(sign),
            { gain, postGain, exposure: look.exposure, ...light(z) },
            drawn.length + 1,
          ),
        );
      }
      drawPrecipitation(canvas, look.drops, seed, index);
      glare(canvas);
      // The lens hunts now and then: out of focus for half a second.
      const hunting = Math.max(0, Math.sin(index / fps / 1.7 + phase) - 0.93) * 14;
      soften(canvas, look.softness + hunting);
      noise.apply(canvas, index, look.noise);
      const signs = drawn.flatMap((sign) => visibleSign(sign, canvas) ?? []);
      return { weather, signs };
    },
  });
};
