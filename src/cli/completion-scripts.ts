import { installation } from '../core/installation.ts';

const ask = `${installation.command} complete --`;

/** bash cuts words at colons and equals signs, which ids and ratios have: the words are read off the line, and the answer is cut alike. */
const bash = `_seedance_mcp() {
  local line="\${COMP_LINE:0:COMP_POINT}" words typed IFS=$' \\t\\n'
  read -ra words <<< "$line"
  [[ $line == *' ' ]] && words+=('')
  typed="\${words[\${#words[@]}-1]}"
  IFS=$'\\n'
  COMPREPLY=($(${ask} "\${words[@]:1}" 2>/dev/null))
  COMPREPLY=("\${COMPREPLY[@]%%$'\\t'*}")
  COMPREPLY=("\${COMPREPLY[@]#"\${typed%"\${typed##*[:=]}"}"}")
}
complete -o default -F _seedance_mcp seedance-mcp
`;

const zsh = `#compdef seedance-mcp
_seedance_mcp() {
  local -a found shown
  found=("\${(@f)$(${ask} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -z $found ]]; then _files; return; fi
  shown=("\${(@)found/$'\\t'/  }")
  compadd -l -d shown -- "\${(@)found%%$'\\t'*}"
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u; }
compdef _seedance_mcp seedance-mcp
`;

const fish = `complete -c seedance-mcp -e
complete -c seedance-mcp -a '(${ask} (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`;

const powershell = `Register-ArgumentCompleter -Native -CommandName seedance-mcp -ScriptBlock {
  param($typed, $line, $at)
  $words = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($typed -eq '') { $words += '' }
  ${ask} @words | ForEach-Object { ($_ -split "\`t")[0] }
}
`;

export const completionScripts = { bash, zsh, fish, powershell } as const;

export function isShellName(name: string): name is keyof typeof completionScripts {
  return Object.hasOwn(completionScripts, name);
}
