import type { GraphRuntime } from '@ocelli/core';
import type { FitEvent } from '../../fit/fit-events.js';

/** What happens while a recipe is run, as plain data. */
export type RecipeEvent =
  | FitEvent
  | {
      readonly kind: 'data';
      readonly classes: number;
      readonly training: number;
      readonly validation: number;
    }
  /** Training or validation had to do without this picture. */
  | { readonly kind: 'unreadable'; readonly path: string; readonly message: string }
  /** The frozen part of the model is run once over every picture. */
  | { readonly kind: 'features'; readonly done: number; readonly total: number }
  /** The finished model is measured on the validation pictures. */
  | { readonly kind: 'evaluate'; readonly done: number; readonly total: number };

export interface RunRecipeOptions {
  /** Trains; the finished model is measured on the CPU. */
  readonly runtime: GraphRuntime;
  /** Gets `model.onnx`, `card.json`, `recipe.json`, `checkpoint.safetensors` and `report/`. */
  readonly outputFolder: string;
  /** What the paths of the recipe are relative to. Default: the working directory. */
  readonly baseFolder?: string;
  /** Goes on from the checkpoint in the output folder, where there is one. Default false. */
  readonly resume?: boolean;
  /** Threads that read pictures. Default: one less than the machine has cores, from 1 to 4. */
  readonly workers?: number;
  readonly onProgress?: (event: RecipeEvent) => void;
  /** Aborting stores a checkpoint. */
  readonly signal?: AbortSignal;
}
