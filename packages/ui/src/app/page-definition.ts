import type { Classifier, Frame, ModelCard, RegionOfInterest } from '@ocelli/core';
import type { CameraItem } from '@ocelli/rx';
import type { ComponentType } from 'preact';
import type { Observable } from 'rxjs';
import type { SceneRequest } from '../camera/scene-request.js';
import type { Language, Localised } from '../language/language.js';

/** A place in the picture that is shown with a frame around it. */
export interface Mark {
  readonly id: number;
  /** Pixels of the upright picture. */
  readonly box: RegionOfInterest;
  /** Undefined for what is not named (yet). */
  readonly label: string | undefined;
  /** 0..1 */
  readonly score: number;
}

/** A label with its score, 0..1. */
export interface Score {
  readonly label: string;
  readonly score: number;
}

/** What one picture has shown. */
export interface Findings {
  /** Best first; empty where there was nothing to name. */
  readonly scores: readonly Score[];
  readonly marks: readonly Mark[];
}

/** Something that the camera sees for good, not for one frame only. */
export interface Recognised extends Score {
  /** Of the frame that settled it. */
  readonly sequence: number;
  readonly box?: RegionOfInterest;
}

/** Where an analysis tells what it sees. */
export interface AnalysisReports {
  /** A frame is about to be looked at. */
  looking(frame: Frame): void;
  observed(findings: Findings): void;
  /** The steady answer; undefined when there is none any more. */
  answered(answer: Score | undefined): void;
  recognised(event: Recognised): void;
  /** A picture could not be looked at. */
  failed(error: unknown): void;
}

export interface AnalysisContext {
  readonly mode: PageMode;
  /** Undefined until the model is loaded. */
  readonly classifier: () => Classifier | undefined;
  readonly reports: AnalysisReports;
}

/** How a page comes from pictures to answers. */
export interface Analysis {
  /** Looks at the frames of a camera and closes them. */
  watch(items: Observable<CameraItem>): Observable<CameraItem>;
  /** Looks at one picture, which stays the caller's to close; the answer is the first score, when it is sure. */
  look(
    frame: Frame,
    classifier: Classifier,
    signal: AbortSignal,
  ): Promise<Findings & { readonly answer: Score | undefined }>;
}

/** One model of a page with the camera that goes with it. */
export interface PageMode {
  readonly id: string;
  readonly name: Localised;
  /** Wide enough for all: pages are about labels that they only show. */
  readonly card: ModelCard;
  readonly scene: SceneRequest;
  /** The part of the picture that is looked at, shown as a frame. */
  readonly region: 'whole' | 'centre-square';
  /** Smallest score of an answer. */
  readonly enterThreshold: number;
  /** Labels that mean that there is nothing to name. */
  readonly unknownLabels?: readonly string[];
  /** Says what to hold into the camera. */
  readonly prompt: Localised;
  /** What is said when nothing is recognised. */
  readonly nothing: Localised;
}

/** What a page shows about a label beside its name. */
export type LabelComponent = ComponentType<{ readonly label: string; readonly language: Language }>;

export interface PageDefinition {
  readonly id: string;
  readonly name: Localised;
  /** What nobody may overlook, such as that this is no diagnosis. */
  readonly warning?: Localised;
  readonly modes: readonly [PageMode, ...PageMode[]];
  readonly createAnalysis: (context: AnalysisContext) => Analysis;
  /** A picture of the label. */
  readonly LabelMark?: LabelComponent;
  /** What else is known of the label. */
  readonly LabelDetails?: LabelComponent;
  /** The name in the answer, where it is not the label's display name. */
  readonly nameOf?: (label: string, language: Language) => string;
  /** Advice for a better picture, from a small copy of the part that is looked at. */
  readonly adviceOn?: (pixels: ImageData) => Localised | undefined;
}
