local n = tonumber(arg[1])

local function check(value)
  if value % 18 == 0 then
    error({kind = 'range', message = 'out of range', code = value % 100})
  end
  if value % 9 == 0 then
    error({kind = 'validation', message = 'invalid', code = value % 10})
  end
  return value * 2
end

local function validate(value)
  return check(value) + 1
end

local good, bad, worse, finished = 0, 0, 0, 0
for i = 1, n do
  local ok, result = pcall(validate, i)
  if ok then
    good = (good + result) % 1000003
  elseif result.kind == 'range' then
    worse = worse + result.code
  else
    bad = bad + #result.message + result.code
  end
  finished = finished + 1
end
print('exceptions_loop ' .. good .. ' ' .. bad .. ' ' .. worse .. ' ' .. finished)
