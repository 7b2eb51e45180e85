local n = tonumber(arg[1])

local program = {
  {'push', 2}, {'store', 0},
  {'push', 2}, {'store', 1},
  {'load', 1}, {'load', 1}, {'mul'}, {'load', 0}, {'gt'}, {'jnz', 18},
  {'load', 0}, {'load', 1}, {'mod'}, {'jz', 22},
  {'load', 1}, {'push', 1}, {'add'}, {'jump', 27},
  {'load', 2}, {'push', 1}, {'add'}, {'store', 2},
  {'load', 0}, {'push', 1}, {'add'}, {'store', 0}, {'jump', 29},
  {'store', 1}, {'jump', 4},
  {'load', 0}, {'push', 400}, {'gt'}, {'jz', 2},
  {'load', 2}, {'halt'},
}

local Machine = {}
Machine.__index = Machine

function Machine.new(program)
  return setmetatable({program = program, stack = {}, top = 0, registers = {[0] = 0, 0, 0}, executed = 0}, Machine)
end

function Machine:push(v)
  self.top = self.top + 1
  self.stack[self.top] = v
end

function Machine:pop()
  local v = self.stack[self.top]
  self.top = self.top - 1
  return v
end

function Machine:run()
  local pc = 0
  while true do
    local op = self.program[pc + 1]
    local name = op[1]
    pc = pc + 1
    self.executed = self.executed + 1
    if name == 'push' then self:push(op[2])
    elseif name == 'load' then self:push(self.registers[op[2]])
    elseif name == 'store' then self.registers[op[2]] = self:pop()
    elseif name == 'add' then local b = self:pop(); self:push(self:pop() + b)
    elseif name == 'mul' then local b = self:pop(); self:push(self:pop() * b)
    elseif name == 'mod' then local b = self:pop(); self:push(self:pop() % b)
    elseif name == 'gt' then local b = self:pop(); self:push(self:pop() > b and 1 or 0)
    elseif name == 'jump' then pc = op[2]
    elseif name == 'jz' then if self:pop() == 0 then pc = op[2] end
    elseif name == 'jnz' then if self:pop() ~= 0 then pc = op[2] end
    elseif name == 'halt' then return self:pop()
    else error('unknown operation ' .. name) end
  end
end

local primes, executed = 0, 0
for i = 1, n do
  local machine = Machine.new(program)
  primes = primes + machine:run()
  executed = executed + machine.executed
end
print('bytecode_machine ' .. primes .. ' ' .. executed)
