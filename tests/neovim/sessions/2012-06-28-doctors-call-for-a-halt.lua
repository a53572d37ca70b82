-- How the article of that name in examples/commissioning is tagged, from its words alone.
return {
  { '/BMA<CR>,mm', text = '[BMA]{&bma}' },
  { '/Dr<CR>,mm', text = '[Dr Chaand Nagpaul]{@chaand-nagpaul}' },
  { '/EHI<CR>,mm', text = '[EHI Primary Care]{&ehi}' },
  { '/Lau<CR>,mm', text = '[Laurence Buckman]{@laurence-buckman}' },
  { '/he has<CR>,miw', text = '[he]{@chaand-nagpaul} has' },

  -- A quote, whose words are the nearest one's, and two clauses more.
  { '/a maj<CR>,qt,', text = '[a major concern]{by @chaand-nagpaul},' },
  { ',ct', menu = 'to' },
  { '<C-Y>', menu = '&' },
  { 'eh', menu = '&ehi' },
  { '<C-Y>', text = 'to &ehi}' },
  { ' ag', menu = 'against' },
  { '<C-Y>', menu = '#' },
  { 'ou', menu = '#outsourcing' },
  { '<C-Y><Esc>', text = 'to &ehi against #outsourcing},' },

  { '/an off<CR>,q/ when<CR>', text = '[an offer to the private sector]{by @laurence-buckman} when' },
  { ',ca', menu = 'a' },
  { 'g', menu = 'against' },
  { '<C-Y>', menu = '#outsourcing' },
  { '<C-Y>', text = 'against #outsourcing} when' },
  { ' at 2011-11<Esc>', text = 'against #outsourcing at 2011-11} when' },

  -- Words that mean a topic, and a body that nobody lists: typed, with the menu.
  { '/such<CR>i[<Esc>2ea]{#out', menu = '#outsourcing' },
  { '<C-Y><Esc>', text = '[such bodies]{#outsourcing}' },
  { '/the ann<CR>i[<Esc>3ea]{me', menu = '&bma-annual-meeting' },
  { '<C-Y><Esc>', text = '[the annual meeting]{&bma-annual-meeting}' },
  { '/the out<CR>i[<Esc>t.a]{by me', menu = '&bma-annual-meeting' },
  { '<C-Y>', text = 'halted]{by &bma-annual-meeting' },
  { ' ag', menu = 'against' },
  { '<C-Y>', menu = '#outsourcing' },
  { '<C-Y>}<Esc>', text = 'halted]{by &bma-annual-meeting against #outsourcing}' },
}
