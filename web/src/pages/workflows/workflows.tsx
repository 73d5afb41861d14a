// SPDX-License-Identifier: Apache-2.0
// All workflows: what state each is in, how its last runs went, and a switch.
import { Button, Switch, TextInput } from '@mantine/core';
import { IconFileImport, IconLayoutGrid, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { Empty, PageHead, StateMark, Trouble } from '../../parts/page/page';
import { FlowState, run_tones } from '../../parts/workflows/marks';
import { nameIn, useWorkflows, type Workflow } from '../../parts/workflows/queries';
import { emptyDefinition, freeId } from './definition';
import { useSave, useSwitch } from './queries';
import { asText, fromText } from './text';
import classes from './workflows.module.css';

export default function WorkflowsPage() {
    const { t } = useTranslation();
    const flows = useWorkflows();
    const items = flows.data?.items ?? [];
    const published = items.filter((each) => each.state === 'published').length;
    return (
        <>
            <PageHead
                title={t('flows.title')}
                sentence={flows.data === undefined ? t('flows.sentence') : t('flows.count', { count: items.length, published })}
                action={
                    items.length > 0 ? (
                        <Button component={Link} to="/runs" variant="default">
                            {t('runs.title')}
                        </Button>
                    ) : undefined
                }
            />
            {flows.isError && (
                <Trouble
                    what={t('flows.unreadable')}
                    error={flows.error}
                    retry={() => {
                        void flows.refetch();
                    }}
                />
            )}
            {flows.data !== undefined && <New taken={items} />}
            {flows.isPending && <ListSkeleton columns="1fr" rows={5} />}
            {flows.data !== undefined && items.length === 0 && (
                <Empty
                    kind="unset"
                    title={t('flows.none')}
                    action={
                        <Button component={Link} to="/workflows/templates">
                            {t('flows.from_template')}
                        </Button>
                    }
                >
                    {t('flows.none_why')}
                </Empty>
            )}
            {items.length > 0 && (
                <ul className={classes.flows} aria-label={t('flows.title')}>
                    {items.map((flow) => (
                        <Flow key={flow.id} flow={flow} />
                    ))}
                </ul>
            )}
        </>
    );
}

// From a template, empty, or from a file.
function New({ taken }: { taken: Workflow[] }) {
    const { t } = useTranslation();
    const go = useNavigate();
    const save = useSave();
    const file = useRef<HTMLInputElement>(null);
    const [naming, setNaming] = useState(false);
    const [name, setName] = useState('');
    const [wrong, setWrong] = useState('');
    const begin = (definition: string) => {
        save.mutate(
            { definition },
            {
                onSuccess: (made) => {
                    void go(`/workflows/edit/${made.id}`);
                },
            },
        );
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (name.trim() === '') return;
        const id = freeId(name, new Set(taken.map((each) => each.id))).replace(/_/g, '-');
        begin(asText(emptyDefinition(id, name.trim())));
    };
    const take = async (chosen: File | undefined) => {
        if (chosen === undefined) return;
        const text = await chosen.text();
        const { value, problem } = fromText(text);
        if (problem !== null) {
            setWrong(t('flows.file_line', problem));
            return;
        }
        const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
        if (taken.some((each) => each.id === id)) setWrong(t('flows.file_taken', { id: String(id) }));
        else {
            setWrong('');
            begin(text);
        }
    };
    return (
        <section className={classes.new} aria-label={t('flows.new')}>
            <Button component={Link} to="/workflows/templates" leftSection={<IconLayoutGrid size={16} />} variant="default">
                {t('flows.from_template')}
            </Button>
            <Button
                variant="default"
                leftSection={<IconPlus size={16} />}
                aria-expanded={naming}
                onClick={() => {
                    setNaming(!naming);
                }}
            >
                {t('flows.empty')}
            </Button>
            <Button
                variant="default"
                leftSection={<IconFileImport size={16} />}
                onClick={() => {
                    file.current?.click();
                }}
            >
                {t('flows.import')}
            </Button>
            <input
                ref={file}
                type="file"
                hidden
                accept=".yaml,.yml,.json"
                aria-label={t('flows.import')}
                onChange={(event) => {
                    void take(event.currentTarget.files?.[0]);
                    event.currentTarget.value = '';
                }}
            />
            {naming && (
                <form onSubmit={submit} className={classes.naming}>
                    <TextInput
                        data-autofocus
                        autoFocus
                        label={t('flows.name')}
                        value={name}
                        maxLength={120}
                        onChange={(event) => {
                            setName(event.currentTarget.value);
                        }}
                    />
                    <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
                        {t('flows.make')}
                    </Button>
                </form>
            )}
            {wrong !== '' && (
                <p role="alert" className={classes.wrong}>
                    {wrong}
                </p>
            )}
            {save.isError && <Trouble what={t('flows.not_made')} error={save.error} />}
        </section>
    );
}

function Flow({ flow }: { flow: Workflow }) {
    const { t, i18n } = useTranslation();
    const turn = useSwitch();
    const name = nameIn(flow.name, i18n.language, flow.id);
    const last = flow.recent[0];
    const failed = flow.recent.filter((run) => run.status === 'failed' || run.status === 'unclear').length;
    return (
        <li className={classes.flow}>
            <div className={classes.what}>
                <h2>
                    <Link to={`/workflows/edit/${flow.id}`}>{name}</Link>
                </h2>
                <p className={classes.marks}>
                    <FlowState state={flow.state} />
                    {flow.version > 0 && <span className="dim small">{t('flows.version', { version: flow.version })}</span>}
                    {flow.differs && <StateMark tone="attention">{t('flows.differs')}</StateMark>}
                    {flow.problems.length > 0 && (
                        <StateMark tone="failed">{t('flows.problems', { count: flow.problems.length })}</StateMark>
                    )}
                </p>
            </div>
            <div className={classes.runs}>
                {last === undefined ? (
                    <span className="dim small">{t('flows.no_runs')}</span>
                ) : (
                    <>
                        <Link
                            to={`/runs?workflow=${flow.id}`}
                            className={classes.strip}
                            aria-label={t('flows.see_runs', { name })}
                        >
                            {[...flow.recent].reverse().map((run) => (
                                <i key={run.id} data-tone={run_tones[run.status]} title={t(`runs.status.${run.status}`)} />
                            ))}
                        </Link>
                        <span className="small dim">
                            {failed > 0
                                ? t('flows.failed_of', { count: failed, all: flow.recent.length })
                                : t('flows.all_well', { count: flow.recent.length })}
                            {' · '}
                            <Ago at={last.started_at} />
                        </span>
                    </>
                )}
            </div>
            <div className={classes.turn}>
                {flow.state === 'draft' ? (
                    <span className="small dim">{t('flows.not_published')}</span>
                ) : (
                    <Switch
                        size="md"
                        label={flow.state === 'published' ? t('flows.on') : t('flows.off')}
                        aria-label={t('flows.turn', { name })}
                        checked={flow.state === 'published'}
                        disabled={turn.isPending}
                        onChange={(event) => {
                            turn.mutate({ id: flow.id, on: event.currentTarget.checked });
                        }}
                    />
                )}
            </div>
            {turn.isError && (
                <div className={classes.wide}>
                    <Trouble what={t('flows.not_turned')} error={turn.error} />
                </div>
            )}
        </li>
    );
}
