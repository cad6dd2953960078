import type { ComponentChildren } from 'preact';
import type { Failure } from '../app/page-state.js';
import { Icon } from './icon.js';
import { usePage } from './use-page.js';

/** What went wrong, what to do, and the buttons that do it. */
export const FailurePanel = ({
  failure,
  children,
}: {
  readonly failure: Failure;
  readonly children?: ComponentChildren;
}) => {
  const { texts } = usePage();
  const { title, remedy } = texts.faults[failure.fault];
  return (
    <section class="failure" role="alert" data-fault={failure.fault}>
      <Icon name="warning" />
      <h2>{title}</h2>
      <p>{remedy}</p>
      <div class="buttons">{children}</div>
      <details>
        <summary>{texts.technicalDetails}</summary>
        <p class="technical" lang="en">
          {failure.detail}
        </p>
      </details>
    </section>
  );
};
