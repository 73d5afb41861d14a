// SPDX-License-Identifier: Apache-2.0
// What was published: when, what is different from the draft, and back into the draft.
import { Button, Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { Empty, StateMark, type Tone, Trouble } from '../../parts/page/page';
import classes from './builder.module.css';
import { type Definition, readable } from './definition';
import { difference } from './difference';
import { useVersion, useVersions } from './queries';
import { fromText } from './text';

const tones: Record<string, Tone> = { added: 'ok', removed: 'failed', changed: 'attention', moved: 'wait' };

export function Differences({ before, after }: { before: Definition; after: Definition }) {
    const { t } = useTranslation();
    const told = difference(before, after);
    if (told.length === 0) return <p className="dim">{t('build.no_difference')}</p>;
    return (
        <ul className={classes.differences}>
            {told.map((each) => (
                <li key={each.what + each.step}>
                    <StateMark tone={tones[each.what] ?? 'off'}>{t(`build.diff.${each.what}`)}</StateMark>{' '}
                    <b>{each.step === '' ? t('build.settings') : each.step}</b>
                    {each.what === 'changed' && (
                        <dl>
                            {each.fields.map((field) => (
                                <div key={field.name}>
                                    <dt>{field.name}</dt>
                                    <dd>
                                        <del>{cut(field.before)}</del> <ins>{cut(field.after)}</ins>
                                    </dd>
                                </div>
                            ))}
                        </dl>
                    )}
                </li>
            ))}
        </ul>
    );
}
const cut = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text === '' ? '–' : text);

export function Versions({
    flow,
    definition,
    restore,
    close,
}: {
    flow: Schemas['Workflow'];
    definition: Definition;
    restore: (definition: Definition) => void;
    close: () => void;
}) {
    const { t } = useTranslation();
    const versions = useVersions(flow.id);
    const [one, setOne] = useState(flow.version);
    const [other, setOther] = useState(0); // 0: the draft
    const before = useVersion(flow.id, one);
    const after = useVersion(flow.id, other);
    const items = versions.data?.items ?? [];
    const read = (text: string | undefined) => (text === undefined ? null : readable(fromText(text).value));
    const from = read(before.data?.definition);
    const to = other === 0 ? definition : read(after.data?.definition);
    const names = items.map((each) => ({ value: String(each.version), label: t('flows.version', { version: each.version }) }));
    return (
        <Modal
            opened
            onClose={close}
            title={t('build.versions')}
            size={720}
            padding={24}
            closeButtonProps={{ 'aria-label': t('panel.close') }}
        >
            {versions.isError && <Trouble what={t('build.versions_unreadable')} error={versions.error} />}
            {versions.isPending && <ListSkeleton columns="1fr" rows={3} />}
            {versions.data !== undefined && items.length === 0 && (
                <Empty kind="nothing" title={t('build.no_version')}>
                    {t('build.no_version_why')}
                </Empty>
            )}
            {items.length > 0 && (
                <div className={classes.stack}>
                    <ul className={classes.version_list}>
                        {items.map((each) => (
                            <li key={each.version}>
                                <b>{t('flows.version', { version: each.version })}</b>{' '}
                                {each.version === flow.version && (
                                    <StateMark tone={flow.state === 'published' ? 'ok' : 'wait'}>
                                        {t(`flows.state.${flow.state}`)}
                                    </StateMark>
                                )}{' '}
                                <span className="dim">
                                    <Ago at={each.published_at} />
                                </span>
                            </li>
                        ))}
                    </ul>
                    <div className={classes.compare}>
                        <NativeSelect
                            label={t('build.compare')}
                            value={String(one)}
                            data={names}
                            onChange={(event) => {
                                setOne(Number(event.currentTarget.value));
                            }}
                        />
                        <NativeSelect
                            label={t('build.compare_with')}
                            value={String(other)}
                            data={[{ value: '0', label: t('build.draft') }, ...names]}
                            onChange={(event) => {
                                setOther(Number(event.currentTarget.value));
                            }}
                        />
                    </div>
                    {from !== null && to !== null && <Differences before={from} after={to} />}
                    {from !== null && (
                        <div>
                            <Button
                                variant="default"
                                onClick={() => {
                                    restore(from);
                                }}
                            >
                                {t('build.restore', { version: one })}
                            </Button>
                            <p className="small dim">{t('build.restore_why')}</p>
                        </div>
                    )}
                </div>
            )}
        </Modal>
    );
}
